package dev.holdfast.drivers.postgresql;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.HostCommands.Result;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.NodeSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The data directory of a stopped server, on its host: reads what its files say, and runs the server's programs on it. */
final class DataDirectory {
    private static final String CONTROL = "exec \"$bin/pg_controldata\" -D \"$data\"\n";

    private static final String HISTORY = """
            if [ -f "$data/pg_wal/$file" ]; then exec cat "$data/pg_wal/$file"; fi
            """;

    private static final String NEXT_RECORD =
            "exec \"$bin/pg_waldump\" -q -p \"$data/pg_wal\" -t \"$timeline\" -s \"$from\" -n 1\n";

    private final NodeSpec node;
    private final DatabaseAccess access;
    private final Function<String, HostCommands> hosts;

    DataDirectory(NodeSpec node, DatabaseAccess access, Function<String, HostCommands> hosts) {
        this.node = node;
        this.access = access;
        this.hosts = hosts;
    }

    NodeSpec node() {
        return node;
    }

    ControlData control(Duration limit) {
        return ControlData.parse(require("reading the control file of " + node.name(), CONTROL, Map.of(), limit));
    }

    TimelineHistory history(int timeline, Duration limit) {
        Map<String, String> variables = Map.of("file", TimelineHistory.fileName(timeline));
        return TimelineHistory.parse(
                timeline, require("reading the history of " + node.name(), HISTORY, variables, limit));
    }

    /** Whether there is a record in its log at this position or behind it. */
    boolean hasLogFrom(int timeline, Lsn from, Duration limit) {
        return run(NEXT_RECORD, Map.of("timeline", String.valueOf(timeline), "from", from.toString()), limit)
                .succeeded();
    }

    /** Whether a file of its log is there. */
    boolean hasSegment(String file, Duration limit) {
        return run("[ -f \"$data/pg_wal/$file\" ]\n", Map.of("file", file), limit)
                .succeeded();
    }

    /** Runs a script that must succeed. */
    String require(String attempted, String script, Map<String, String> variables, Duration limit) {
        Result result = run(script, variables, limit);
        verify(attempted, result);
        return result.output();
    }

    /** As {@link #require}, and hands on each line as it comes. */
    void stream(String attempted, String script, Map<String, String> variables, Consumer<String> line, Duration limit) {
        verify(attempted, host().stream(script(script, variables), line, limit));
    }

    private Result run(String script, Map<String, String> variables, Duration limit) {
        return host().run(script(script, variables), limit);
    }

    private String script(String body, Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("data", node.dataDirectory());
        all.put("config", node.configFile());
        all.put("bin", access.binaries());
        all.put("user", access.user());
        all.put("database", access.database());
        all.put("port", String.valueOf(node.address().port()));
        all.putAll(variables);
        return Shell.script(all, body);
    }

    private static void verify(String attempted, Result result) {
        if (!result.succeeded()) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, attempted + ": " + lastLines(result.errors()));
        }
    }

    private static String lastLines(String errors) {
        List<String> lines = errors.strip().lines().toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    private HostCommands host() {
        return hosts.apply(node.host());
    }
}
