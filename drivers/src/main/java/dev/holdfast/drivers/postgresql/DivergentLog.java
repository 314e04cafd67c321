package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Map;

/**
 * The log that only an isolated server has, read to its end.
 *
 * <p>Beside the server's socket lie two files: {@code touched}, with a line {@code TABLESPACE DATABASE FILE BLOCK} for each block
 * that a row was written to, and {@code removed}, with the place within the block in addition, for each row that was there before
 * and was deleted or moved.
 *
 * @param end where it ends
 * @param oldestTransaction the lowest number of a transaction in it
 */
record DivergentLog(Lsn end, String oldestTransaction) {

    /** Reads the log once for what it touched and, when the server has replayed all of that, once more to be sure of it. */
    private static final String READ = """
            : > "$dir/touched" && : > "$dir/removed" || exit 1
            said=$("$bin/pg_waldump" -p "$data/pg_wal" -t "$timeline" -s "$fork" 2>"$dir/wal.log" |
              awk -v touched="$dir/touched" -v removed="$dir/removed" '
                match($0, /lsn: [0-9A-F]+\\/[0-9A-F]+/) { last = substr($0, RSTART + 5, RLENGTH - 5) }
                match($0, /tx: +[0-9]+/) {
                  tx = substr($0, RSTART + 3, RLENGTH - 3) + 0
                  if (tx > 0 && (oldest == "" || tx < oldest)) oldest = tx
                }
                /^rmgr: Heap/ {
                  first = place = ""
                  rest = $0
                  while (match(rest, /rel [0-9]+\\/[0-9]+\\/[0-9]+ blk [0-9]+/)) {
                    split(substr(rest, RSTART, RLENGTH), word, /[ \\/]/)
                    place = word[2] " " word[3] " " word[4] " " word[6]
                    if (first == "") first = place
                    if (!(place in seen)) { seen[place] = 1; print place > touched }
                    rest = substr(rest, RSTART + RLENGTH)
                  }
                  what = $0
                  sub(/.*desc: /, "", what)
                  if (what ~ /^(DELETE|UPDATE|HOT_UPDATE)/ && match(what, /off:? [0-9]+/)) {
                    old = substr(what, RSTART, RLENGTH)
                    sub(/off:? /, "", old)
                    print place, old > removed
                  }
                }
                END { print last, oldest }')
            set -- $said
            [ -n "$1" ] || { tail -n 2 "$dir/wal.log" >&2; exit 1; }
            left=$polls
            while :; do
              end=$("$bin/psql" -X -q -A -t -h "$dir" -p "$port" -U "$user" -d "$database" \\
                -c "select pg_last_wal_replay_lsn() where pg_last_wal_replay_lsn() > '$1'") || exit 1
              [ -n "$end" ] && break
              [ "$left" -gt 0 ] || { echo "the log is readable up to $1, but was not replayed" >&2; exit 1; }
              left=$((left - 1))
              sleep 0.05
            done
            "$bin/pg_waldump" -q -p "$data/pg_wal" -t "$timeline" -s "$fork" -e "$end" >&2 || exit 1
            echo "$end" "${2:-0}"
            """;

    static DivergentLog read(IsolatedServer server, Kinship.Diverged diverged, Deadline deadline) {
        Map<String, String> variables = Map.of(
                "dir", server.socketDirectory(),
                "timeline", String.valueOf(diverged.timeline()),
                "fork", diverged.fork().toString(),
                "polls", String.valueOf(Math.max(1, deadline.remaining().toMillis() / 70)));
        String said = server.directory()
                .require("reading the log behind " + diverged.fork(), READ, variables, deadline.remaining());
        List<String> words = List.of(said.strip().split(" "));
        if (words.size() != 2) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "reading the log brought '" + said.strip() + "'");
        }
        return new DivergentLog(Lsn.parse(words.getFirst()), words.getLast());
    }
}
