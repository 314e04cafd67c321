package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stopped server, started where nobody but Holdfast can reach it, to recover and to be read.
 *
 * <p>It starts as a standby of nobody: it replays its log to the end, writes none, removes none, and takes no write. It listens
 * on a socket in a private directory only. The mark that it can only start as a standby is never taken away.
 */
final class IsolatedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IsolatedServer.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** Part of the name of the private directory, by which an isolated server is recognized. */
    private static final String MARK = "holdfast-isolated-";

    private static final String START = """
            dir=$(mktemp -d "${TMPDIR:-/tmp}/$mark"XXXXXXXX) || exit 1
            echo 'local all all trust' > "$dir/hba" && : > "$data/standby.signal" || exit 1
            rm -f "$data/postmaster.pid"
            if ! said=$("$bin/pg_ctl" start -D "$data" -l "$dir/log" -w -t "$seconds" -o "-c config_file='$config' \\
                -c listen_addresses='' -c port=$port -c unix_socket_directories='$dir' -c hba_file='$dir/hba' \\
                -c primary_conninfo='' -c primary_slot_name='' -c restore_command='' -c archive_cleanup_command='' \\
                -c recovery_target_timeline=current -c archive_mode=off -c autovacuum=off -c hot_standby=on \\
                -c synchronous_standby_names='' -c logging_collector=off -c restart_after_crash=off" \\
                </dev/null 2>&1); then
              echo "$said" >&2
              tail -n 5 "$dir/log" >&2
              rm -rf "$dir"
              exit 1
            fi
            left=$polls
            until "$bin/psql" -X -q -h "$dir" -p "$port" -U "$user" -d "$database" -c 'select' >/dev/null 2>&1; do
              if [ "$left" -le 0 ] || [ ! -f "$data/postmaster.pid" ]; then
                tail -n 5 "$dir/log" >&2
                "$bin/pg_ctl" stop -D "$data" -m immediate >/dev/null 2>&1
                rm -rf "$dir"
                exit 1
              fi
              left=$((left - 1))
              sleep 0.05
            done
            echo "$dir"
            """;

    private static final String STOP = """
            [ -f "$data/postmaster.pid" ] || exit 0
            dir=$(sed -n 5p "$data/postmaster.pid")
            case $dir in */"$mark"*) ;; *) exit 0 ;; esac
            "$bin/pg_ctl" stop -D "$data" -m fast -w -t "$seconds" >/dev/null || exit 1
            rm -rf "$dir"
            """;

    private static final String PSQL = """
            export PGOPTIONS='-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=1'
            printf '%s' "$sql" | "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$dir" -p "$port" -U "$user" -d "$on"
            """;

    private final DataDirectory directory;
    private final String socketDirectory;

    private IsolatedServer(DataDirectory directory, String socketDirectory) {
        this.directory = directory;
        this.socketDirectory = socketDirectory;
    }

    /** Starts the server and waits until it can be read. */
    static IsolatedServer start(DataDirectory directory, Deadline deadline) {
        Map<String, String> variables = limits(deadline.remaining());
        String said = directory.require(
                "starting %s in isolation".formatted(directory.node().name()), START, variables, deadline.remaining());
        return new IsolatedServer(directory, said.strip());
    }

    /** Stops an isolated server that an interrupted run has left behind. A server that is not isolated is left alone. */
    static void stopLeftOver(DataDirectory directory, Duration limit) {
        directory.require("stopping " + directory.node().name() + " in isolation", STOP, limits(limit), limit);
    }

    String socketDirectory() {
        return socketDirectory;
    }

    DataDirectory directory() {
        return directory;
    }

    /** Runs SQL and hands on each line that it brings. */
    void query(String attempted, String database, String sql, Consumer<String> line, Duration limit) {
        Map<String, String> variables = Map.of("dir", socketDirectory, "on", database, "sql", sql);
        directory.stream(attempted, PSQL, variables, line, limit);
    }

    /** Stops it again; what it had to tell was told. */
    @Override
    public void close() {
        try {
            stopLeftOver(directory, STOP_LIMIT);
        } catch (HoldfastException e) {
            LOG.warn("{}", e.attempted(), e);
        }
    }

    private static Map<String, String> limits(Duration limit) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("mark", MARK);
        variables.put("seconds", String.valueOf(Math.max(1, limit.toSeconds() - 1)));
        variables.put("polls", String.valueOf(Math.max(1, limit.toMillis() / 70)));
        return variables;
    }
}
