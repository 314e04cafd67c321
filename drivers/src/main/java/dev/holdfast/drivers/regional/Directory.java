package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import java.util.Map;

/** Files below a directory of a host. */
final class Directory {
    /** {@code manifest DIRECTORY} prints what {@link Manifest} reads. Names may hold anything but a zero byte. */
    static final String MANIFEST = """
            manifest() {
              cd "$1" || return 1
              watched sh -c '
                find . -ignore_readdir_race -type f -printf "size %s %P\\0" || exit 1
                find . -ignore_readdir_race -type l -printf "link %P -> %l\\0" || exit 1
                find . -ignore_readdir_race -type f -printf "%P\\0" | xargs -0 -r sha256sum -z -b -- | sed -z "s/^/hash /"
                printf "end\\0"
              ' | tr '\\n\\0' '\\001\\n'
              cd /
            }
            """;

    private static final String READ = MANIFEST + """
            [ -d "$directory" ] || { echo "there is no directory $directory" >&2; exit 1; }
            echo "at $(date -u +%Y-%m-%dT%H:%M:%SZ)"
            manifest "$directory"
            """;

    private final DataHost host;
    private final String path;

    Directory(DataHost host, String path) {
        this.host = host;
        this.path = path;
    }

    Reading read(String attempted, Deadline deadline) {
        DataHost.Work work = new DataHost.Work(attempted, ErrorCode.COMMAND_FAILED, READ, Map.of("directory", path));
        return Reading.read(host.run(work, deadline).iterator());
    }
}
