package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.regional.DataHost.Work;
import dev.holdfast.model.error.ErrorCode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A dump of a region's database on its host, and the checksums of its tables as of the very same moment. It is kept until the copy is
 * complete, so that a transfer that was cut off goes on with it.
 */
final class Dump {
    /** The session that took the snapshot holds it until the dump is complete; the last file that is made says so. */
    private static final String STATEMENTS = Psql.BEGIN + """
            select pg_export_snapshot() as snapshot \\gset
            \\setenv SNAPSHOT :snapshot
            \\o at
            """ + Psql.MOMENT + """
            \\o tables
            """ + Psql.TABLES + """
            \\o
            \\! pg_dump --snapshot="$SNAPSHOT" --format=directory --file=dump && : > complete
            commit;
            """;

    private static final String TAKE = Psql.QUERY + """
            mkdir -p "$out" || exit 1
            locked "$out/lock"
            if [ -f "$out/data/at" ] && [ "$(cat "$out/data/at")" != "$done" ]; then
              echo resumed
            else
              rm -rf "$out/data" "$out/new" && mkdir "$out/new" && cd "$out/new" || exit 1
              progress() { echo "dumped $(du -sk "$out/new" | cut -f1)"; }
              query "$database" "$statements" || exit 1
              [ -f complete ] || { echo "pg_dump failed" >&2; exit 1; }
              rm complete && mv -T "$out/new" "$out/data" || exit 1
              echo taken
            fi
            echo "at $(cat "$out/data/at")"
            cat "$out/data/tables"
            """;

    private static final String DELETE = """
            locked "$out/lock"
            rm -rf "$out/data" "$out/new"
            """;

    private final Leg leg;

    Dump(Leg leg) {
        this.leg = leg;
    }

    /**
     * A dump that is there.
     *
     * @param resumed whether it was taken by an earlier call
     */
    record Taken(boolean resumed, Reading tables) {}

    /** The directory with the dump, on the host of the source. */
    String directory() {
        return Psql.ofSource(leg).get("out") + "/data";
    }

    /**
     * Takes a dump, unless there is one on its way.
     *
     * @param done when the copy that there is was taken: a dump of that moment is not on its way any more
     */
    Taken take(Optional<String> done, Consumer<String> progress, Deadline deadline) {
        Map<String, String> variables = Psql.ofSource(leg);
        variables.put("statements", STATEMENTS);
        variables.put("done", done.orElse(""));
        TransferLines lines = new TransferLines(leg.toString(), progress);
        leg.from().stream(new Work("dumping " + leg, ErrorCode.SYNC_FAILED, TAKE, variables), lines, deadline);
        Iterator<String> rest = lines.rest().iterator();
        boolean resumed = rest.hasNext() && rest.next().equals("resumed");
        return new Taken(resumed, Reading.read(rest));
    }

    /** Deletes it. */
    void delete(Deadline deadline) {
        leg.from()
                .run(
                        new Work("deleting the dump of " + leg, ErrorCode.SYNC_FAILED, DELETE, Psql.ofSource(leg)),
                        deadline);
    }
}
