package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.HostCommands.Result;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A host that holds data of a region, or a copy of it.
 *
 * <p>Its programs run for as long as the data is big. So each is watched: it is ended, with all that came from it, when its script is
 * told to end, and within two seconds when nobody is there any more to read what the script prints.
 */
final class DataHost {
    /** The exit code of a script that found something which Holdfast did not put there. */
    static final int FOREIGN = 76;

    private static final String PRELUDE = """
            progress() { :; }
            watched() {
              setsid "$@" </dev/null & child=$!
              trap 'kill -TERM -"$child" 2>/dev/null' TERM HUP INT
              (
                exec 9>&-
                trap '' PIPE
                while sleep 1 >/dev/null 2>&1; do
                  echo alive >&2 && progress || { kill -TERM -"$child" 2>/dev/null; exit; }
                done
              ) & watch=$!
              while :; do
                wait "$child"; code=$?
                kill -0 "$child" 2>/dev/null || break
              done
              # A shell that was just forked can lose any other signal.
              kill -KILL "$watch" 2>/dev/null
              wait "$watch" 2>/dev/null
              trap - TERM HUP INT
              return "$code"
            }
            locked() {
              exec 9>>"$1" || exit 1
              flock -w 10 9 || { echo "another program is copying to the same place" >&2; exit 1; }
            }
            """;

    private static final String ALIVE = "alive";
    private static final int SHOWN_ERRORS = 4;

    private final String name;
    private final HostCommands commands;

    DataHost(String name, HostCommands commands) {
        this.name = name;
        this.commands = commands;
    }

    String name() {
        return name;
    }

    /**
     * What is to be done on a host.
     *
     * @param attempted for people, when it fails
     * @param failure the code of its failure
     * @param body a script of the POSIX shell
     * @param variables of the script
     */
    record Work(String attempted, ErrorCode failure, String body, Map<String, String> variables) {
        Work {
            variables = Map.copyOf(variables);
        }
    }

    /** Does the work, which must succeed, and returns the lines that it printed. */
    List<String> run(Work work, Deadline deadline) {
        List<String> lines = new ArrayList<>();
        stream(work, lines::add, deadline);
        return lines;
    }

    /** As {@link #run}, and hands on each line as it comes. */
    void stream(Work work, Consumer<String> line, Deadline deadline) {
        Result result = commands.stream(script(work), line, deadline.remaining());
        if (result.exitCode() == FOREIGN) {
            throw new HoldfastException(ErrorCode.COPY_FOREIGN, "%s: %s".formatted(work.attempted(), errors(result)));
        }
        if (!result.succeeded()) {
            throw new HoldfastException(
                    work.failure(),
                    "%s: %s on %s ended with %d: %s"
                            .formatted(work.attempted(), "the script", name, result.exitCode(), errors(result)));
        }
    }

    private static String script(Work work) {
        String variables = work.variables().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + quote(variable.getValue()) + "\n")
                .collect(Collectors.joining());
        return "cd /\nexport LC_ALL=C\n" + variables + PRELUDE + work.body();
    }

    /** A word for the POSIX shell that stands for exactly this text. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String errors(Result result) {
        List<String> lines = result.errors()
                .lines()
                .filter(line -> !line.equals(ALIVE) && !line.isBlank())
                .toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - SHOWN_ERRORS), lines.size()));
    }
}
