package dev.holdfast.drivers.postgresql;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.HostCommands.Result;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.NodeSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The processes of one server and the mark in its data directory, as its host has them.
 *
 * <p>Every process of a server has the data directory as its working directory, and a zombie has none. That tells hung processes,
 * orphans and numbers that were given to another program apart, without asking the server.
 */
final class ServerProcess {
    private static final int REFUSED_WHILE_RUNNING = 9;

    /** {@code running PID}: whether that is a living process of this server. Under another account its directory is hidden. */
    private static final String RUNNING = """
            running() {
              [ "/proc/$1/cwd" -ef "$data" ] && return 0
              [ -e "/proc/$1/cwd" ] && return 1
              read -r stat 2>/dev/null < "/proc/$1/stat" || return 1
              case ${stat##*) } in [ZX]*) return 1 ;; esac
              case $stat in *'(postgres)'*) return 0 ;; esac
              return 1
            }
            members() {
              for process in /proc/[0-9]*; do
                [ "$process/cwd" -ef "$data" ] && echo "${process#/proc/}"
              done
            }
            postmaster() {
              pid=
              [ -f "$data/postmaster.pid" ] && read -r pid < "$data/postmaster.pid"
              [ -n "$pid" ] && running "$pid"
            }
            """;

    /** The mark comes first, so that a supervisor which restarts the server at once starts a standby. */
    private static final String STOP_FOR_GOOD = RUNNING + """
            [ -d "$data" ] || { echo "there is no directory $data" >&2; exit 1; }
            : > "$data/standby.signal" || exit 1
            left=$polls
            while :; do
              alive=
              for process in /proc/[0-9]*; do
                if [ "$process/cwd" -ef "$data" ]; then
                  kill -9 "${process#/proc/}" 2>/dev/null
                  alive="$alive ${process#/proc/}"
                fi
              done
              postmaster && alive="$alive $pid"
              [ -z "$alive" ] && break
              [ "$left" -gt 0 ] || { echo "still there:$alive" >&2; exit 1; }
              left=$((left - 1))
              sleep 0.005
            done
            sync "$data/standby.signal" && [ -f "$data/standby.signal" ]
            """;

    private static final String STOP_CLEANLY = RUNNING + """
            [ -d "$data" ] || { echo "there is no directory $data" >&2; exit 1; }
            if postmaster; then
              kill -INT "$pid" || exit 1
              left=$polls
              while running "$pid" || [ -f "$data/postmaster.pid" ]; do
                [ "$left" -gt 0 ] || { echo "process $pid has not ended" >&2; exit 1; }
                left=$((left - 1))
                sleep 0.005
              done
            fi
            alive=$(members)
            [ -z "$alive" ] || { echo "processes without their postmaster:" $alive >&2; exit 1; }
            : > "$data/standby.signal" && sync "$data/standby.signal"
            """;

    private static final String START = RUNNING + """
            postmaster && exit 0
            left=$polls
            while [ -n "$(members)" ]; do
              [ "$left" -gt 0 ] || { echo "old processes are left:" $(members) >&2; exit 1; }
              left=$((left - 1))
              sleep 0.01
            done
            rm -f "$data/postmaster.pid"
            if ! said=$("$bin/pg_ctl" start -D "$data" -l "$log" -w -t "$seconds" -o "-c config_file='$config'" \\
                </dev/null 2>&1); then
              echo "$said" >&2
              tail -n 5 "$log" >&2
              exit 1
            fi
            """;

    private static final String ALLOW_START_AS_PRIMARY = RUNNING + """
            if postmaster || [ -n "$(members)" ]; then exit 9; fi
            rm -f "$data/standby.signal" "$data/recovery.signal" && sync "$data"
            """;

    private static final String RUNS = "running ";

    /** A file that is there without its process was left by a crash, or just written by a server that starts: look again. */
    private static final String STATE = RUNNING + """
            if postmaster; then echo "running $pid"; exit 0; fi
            if [ ! -f "$data/postmaster.pid" ]; then echo stopped; exit 0; fi
            if postmaster; then echo "running $pid"; else echo crashed; fi
            """;

    /** The receiver of a standby that is busy replaying ends only this way. */
    private static final String END_RECEIVER = RUNNING + "running \"$receiver\" && kill -TERM \"$receiver\"\n";

    private final NodeSpec node;
    private final String binaries;
    private final Function<String, HostCommands> hosts;

    ServerProcess(NodeSpec node, DatabaseAccess access, Function<String, HostCommands> hosts) {
        this.node = node;
        this.binaries = access.binaries();
        this.hosts = hosts;
    }

    ProcessState state(Duration limit) {
        Result result;
        try {
            result = run(STATE, limit);
        } catch (HoldfastException e) {
            return new ProcessState.Unknown(e.attempted());
        }
        String said = result.output().strip();
        if (said.startsWith(RUNS)) {
            return new ProcessState.Running(Long.parseLong(said.substring(RUNS.length())));
        }
        return switch (said) {
            case "crashed" -> new ProcessState.Crashed();
            case "stopped" -> new ProcessState.Stopped();
            default ->
                new ProcessState.Unknown("the process table could not be read: "
                        + result.errors().strip());
        };
    }

    void stopForGood(Duration limit) {
        require("ending every process of " + node.name(), STOP_FOR_GOOD, limit);
    }

    void stopCleanly(Duration limit) {
        require("shutting down " + node.name(), STOP_CLEANLY, limit);
    }

    void start(Duration limit) {
        require("starting " + node.name(), START, limit);
    }

    void allowStartAsPrimary(Duration limit) {
        String attempted = "allowing %s to start as primary".formatted(node.name());
        Result result = run(ALLOW_START_AS_PRIMARY, limit);
        if (result.exitCode() == REFUSED_WHILE_RUNNING) {
            throw new HoldfastException(ErrorCode.ROLE_MISMATCH, attempted + ": it is running");
        }
        verify(attempted, result);
    }

    /** Ends a receiver process, unless it has ended already. */
    void endReceiver(long pid, Duration limit) {
        host().run(
                        Shell.script(
                                Map.of("data", node.dataDirectory(), "receiver", String.valueOf(pid)), END_RECEIVER),
                        limit);
    }

    private void require(String attempted, String script, Duration limit) {
        verify(attempted, run(script, limit));
    }

    private static void verify(String attempted, Result result) {
        if (!result.succeeded()) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED, attempted + ": " + result.errors().strip());
        }
    }

    private Result run(String script, Duration limit) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("data", node.dataDirectory());
        variables.put("config", node.configFile());
        variables.put("log", node.logFile());
        variables.put("bin", binaries);
        // A poll takes about twice its pause; the script should give its reason before the caller gives up.
        variables.put("polls", String.valueOf(Math.max(1, limit.toMillis() / 12)));
        variables.put("seconds", String.valueOf(Math.max(1, limit.toSeconds() - 1)));
        return host().run(Shell.script(variables, script), limit);
    }

    private HostCommands host() {
        return hosts.apply(node.host());
    }
}
