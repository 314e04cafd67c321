#!/bin/sh
# Written by `holdfast lab up`. What a host of another region may do here with its key: read files with rsync.
case "$SSH_ORIGINAL_COMMAND" in
  'rsync --server --sender '*) exec $SSH_ORIGINAL_COMMAND ;;
esac
echo "this key may only read files with rsync" >&2
exit 1
