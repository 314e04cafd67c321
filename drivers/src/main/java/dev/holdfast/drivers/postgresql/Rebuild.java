package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * Changes the data directory of a stopped server so that it becomes a standby.
 *
 * <p>Its own settings are kept; only where it streams from is replaced. The slots of a copied directory belong to the server that
 * it was copied from, and would keep log for ever.
 */
final class Rebuild {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** {@code as_standby DIRECTORY SETTINGS}: with the settings of that file, but streaming from the source. */
    private static final String AS_STANDBY = """
            as_standby() {
              { grep -v -E '^(primary_conninfo|primary_slot_name) *=' "$2"
                printf '%s\\n' "$upstream"
              } > "$1/postgresql.auto.conf.new" &&
                mv "$1/postgresql.auto.conf.new" "$1/postgresql.auto.conf" &&
                rm -rf "$1"/pg_replslot/* "$1/recovery.signal" "$1/postmaster.pid" &&
                : > "$1/standby.signal" && sync "$1/postgresql.auto.conf" "$1/standby.signal"
            }
            """;

    private static final String MARK_AS_STANDBY = AS_STANDBY + "as_standby \"$data\" \"$data/postgresql.auto.conf\"\n";

    private static final String REWIND_BEGUN =
            "if [ -e \"$data.rewinding\" ] || [ ! -d \"$data\" ]; then echo yes; fi\n";

    /** A rewind that was interrupted leaves a directory that nothing can be done with; the file beside it tells. */
    private static final String REWIND = AS_STANDBY + """
            cp "$data/postgresql.auto.conf" "$data.settings" && : > "$data.rewinding" || exit 1
            "$bin/pg_rewind" --target-pgdata="$data" --source-server="$source" --no-ensure-shutdown >&2 || exit 1
            as_standby "$data" "$data.settings" && rm -f "$data.rewinding" "$data.settings"
            """;

    /** The new directory takes the name of the old one at the last moment; the old one is kept for the time being. */
    private static final String BASE_BACKUP = AS_STANDBY + """
            rm -rf "$data.rebuild"
            "$bin/pg_basebackup" -d "$source" -D "$data.rebuild" -X stream -S "$slot" -c fast >&2 || exit 1
            settings=$data.rebuild/postgresql.auto.conf
            if [ -f "$data.settings" ]; then settings=$data.settings
            elif [ -f "$data/postgresql.auto.conf" ]; then settings=$data/postgresql.auto.conf
            fi
            as_standby "$data.rebuild" "$settings" || exit 1
            if [ -d "$data" ]; then mv "$data" "$data.before-rebuild-$stamp" || exit 1; fi
            mv "$data.rebuild" "$data" && rm -f "$data.rewinding" "$data.settings"
            """;

    private static final String CLEAN_UP = "rm -rf \"$data\".before-rebuild-*\n";

    private final DataDirectory directory;
    private final Server source;
    private final ConnInfo streaming;
    private final String administrator;
    private final Deadline deadline;

    /**
     * @param streaming how the standby is to connect to the source
     * @param administrator the account that may read the files of the source
     */
    Rebuild(DataDirectory directory, Server source, ConnInfo streaming, String administrator, Deadline deadline) {
        this.directory = directory;
        this.source = source;
        this.streaming = streaming;
        this.administrator = administrator;
        this.deadline = deadline;
    }

    /** Whether the files of a server can't be used any more, because a rebuild was interrupted. */
    static boolean spoilt(DataDirectory directory, Duration limit) {
        String attempted = "looking at the files of " + directory.node().name();
        return directory.require(attempted, REWIND_BEGUN, Map.of(), limit).contains("yes");
    }

    void markAsStandby() {
        run("making %s a standby".formatted(name()), MARK_AS_STANDBY, Map.of("upstream", upstream()));
    }

    void rewind() {
        if (!directory.control(deadline.remaining()).stoppedCleanly()) {
            IsolatedServer.start(directory, deadline).close();
        }
        // Until its first checkpoint, the control file of a promoted server shows the timeline before.
        source.require(deadline.remaining(), "a checkpoint before the rewind of " + name(), session -> {
            session.execute("checkpoint");
            return true;
        });
        ConnInfo conninfo = ConnInfo.forTools(source.spec().address(), administrator)
                .with("dbname", source.login().database());
        run("rewinding " + name(), REWIND, Map.of("source", conninfo.toString(), "upstream", upstream()));
    }

    void copy() {
        Map<String, String> variables = Map.of(
                "source",
                ConnInfo.forTools(source.spec().address(), streaming.get("user").orElse(administrator))
                        .toString(),
                "upstream",
                upstream(),
                "slot",
                Replication.slot(name()),
                "stamp",
                STAMP.format(Clock.systemUTC().instant()));
        run("copying %s to %s".formatted(source.name(), name()), BASE_BACKUP, variables);
    }

    /** Removes what was kept in case that the rebuilt server does not work. */
    void cleanUp() {
        run("removing the old files of " + name(), CLEAN_UP, Map.of());
    }

    private String upstream() {
        return "primary_conninfo = '%s'%nprimary_slot_name = '%s'"
                .formatted(streaming.toString().replace("'", "''"), Replication.slot(name()));
    }

    private String name() {
        return directory.node().name();
    }

    private String run(String attempted, String script, Map<String, String> variables) {
        return directory.require(attempted, script, variables, deadline.remaining());
    }
}
