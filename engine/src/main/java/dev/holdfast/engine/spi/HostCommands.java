package dev.holdfast.engine.spi;

import java.time.Duration;
import java.util.function.Consumer;

/** Runs commands on a machine. */
public interface HostCommands {

    /**
     * Runs a script of the POSIX shell.
     *
     * @return also when the exit code is not 0
     * @throws dev.holdfast.model.error.HoldfastException when the host can't be reached, or the limit is over
     */
    Result run(String script, Duration limit);

    /** As {@link #run}, and hands on each line of standard output as it comes. */
    Result stream(String script, Consumer<String> line, Duration limit);

    /** What a command left behind. */
    record Result(int exitCode, String output, String errors) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }
}
