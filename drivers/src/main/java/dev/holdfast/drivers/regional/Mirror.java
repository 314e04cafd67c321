package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.CopyState.Differences;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Brings a directory to another host, over as many calls as it takes.
 *
 * <p>The host that receives pulls with rsync, over ssh, into {@code staging} in a home of its own. What is there already is compared by
 * checksum and not sent again, nor is the part that has arrived of a file that was cut off. Then both sides are compared file by file.
 */
final class Mirror {
    private static final int ROUNDS = 3;

    private static final String PULL = Directory.MANIFEST + """
            mkdir -p "$home/staging/data" || exit 1
            locked "$home/lock"
            echo "$token" > "$home/staging/token" || exit 1
            set -- --recursive --links --perms --times --protect-args --checksum --inplace --delete \\
              --no-inc-recursive --no-human-readable --info=progress2,stats2 --outbuf=L --timeout=20
            [ -z "$previous" ] || set -- "$@" "--copy-dest=$previous"
            [ -z "$limit" ] || set -- "$@" "--bwlimit=${limit}B"
            export log="$home/log"
            echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) rsync $* $remote" > "$log"
            progress() { echo "progress $(tail -c 200 "$log" | tr '\\r' '\\n' | tail -n 1)"; }
            watched sh -c 'exec rsync "$@" >> "$log" 2>&1' rsync "$@" -e "$rsh" "$remote/" "$home/staging/data/"
            code=$?
            if [ "$code" -ne 0 ]; then
              tr '\\r' '\\n' < "$log" | tail -n 4 >&2
              exit "$code"
            fi
            grep '^Literal data: ' "$log"
            progress() { :; }
            manifest "$home/staging/data" > "$home/staging/manifest"
            cat "$home/staging/manifest"
            """;

    private final Leg leg;
    private final String directory;
    private final String home;

    /**
     * A way to bring it there.
     *
     * @param directory on the source's host
     * @param home on the target's host
     */
    Mirror(Leg leg, String directory, String home) {
        this.leg = leg;
        this.directory = directory;
        this.home = home;
    }

    /**
     * What has arrived in {@code staging} and was compared.
     *
     * @param token lies beside it for as long as nobody else has begun to copy
     * @param sent what the directory was when the transfer began
     */
    record Arrived(String token, Reading sent) {}

    /**
     * Brings it there.
     *
     * @param previous a directory of the target's host whose files need not be sent again
     */
    Arrived bring(
            Optional<String> previous, Optional<Long> bytesPerSecond, Consumer<String> progress, Deadline deadline) {
        Directory source = new Directory(leg.from(), directory);
        Reading before = source.read("listing " + leg, deadline);
        Set<String> wrong = Set.of();
        for (int round = 1; round <= ROUNDS; round++) {
            String token = UUID.randomUUID().toString();
            Manifest arrived = pull(token, previous, bytesPerSecond, progress, deadline);
            Reading after = source.read("listing " + leg, deadline);
            wrong = Arrival.wrong(before.manifest(), arrived, after.manifest());
            if (wrong.isEmpty()) {
                return new Arrived(token, before);
            }
            before = after;
        }
        throw new HoldfastException(
                ErrorCode.SYNC_FAILED,
                "%s: after %d rounds these are not as they were sent: %s"
                        .formatted(leg, ROUNDS, Differences.of(wrong)));
    }

    private Manifest pull(
            String token,
            Optional<String> previous,
            Optional<Long> bytesPerSecond,
            Consumer<String> progress,
            Deadline deadline) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "home",
                home,
                "token",
                token,
                "previous",
                previous.orElse(""),
                "limit",
                bytesPerSecond.map(String::valueOf).orElse(""),
                "rsh",
                SshOptions.of(leg).command(),
                "remote",
                SshOptions.of(leg).login() + ":" + directory));
        TransferLines lines = new TransferLines(leg.toString(), progress);
        leg.to().stream(new DataHost.Work("copying " + leg, ErrorCode.SYNC_FAILED, PULL, variables), lines, deadline);
        return Manifest.read(lines.rest().iterator());
    }
}
