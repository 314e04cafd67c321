#!/bin/sh
# Stops @name@ gracefully and starts it again, detached. Written by `holdfast lab up`.
set -eu
record=@record@
log=@log@

# One restart at a time; the instance itself must not hold the lock.
exec 9>>"$record.lock"
flock 9

boot=$(cat /proc/sys/kernel/random/boot_id)
start_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
state_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f1; }
alive() { [ "$(start_of "$1")" = "$2" ] && [ "$(state_of "$1")" != Z ]; }

if [ -r "$record" ] && read -r pid start recorded_boot <"$record" && [ "$recorded_boot" = "$boot" ] && alive "$pid" "$start"; then
    kill -@signal@ "$pid" 2>/dev/null || true
    tries=0
    while alive "$pid" "$start"; do
        tries=$((tries + 1))
        if [ "$tries" -eq @tries@ ]; then
            kill -KILL "$pid" 2>/dev/null || true
        fi
        sleep 0.05
    done
fi

setsid env @membership@ @command@ >>"$log" 2>&1 </dev/null 9>&- &
pid=$!
echo "$pid $(start_of "$pid") $boot" >"$record.new"
mv "$record.new" "$record"
