package dev.holdfast.engine.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs executables on this machine. */
public interface Programs {

    /**
     * What to run.
     *
     * @param command the program and its arguments; no shell reads them
     * @param environment added to Holdfast's own
     */
    record Program(List<String> command, Map<String, String> environment, Path directory) {
        public Program {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * A file that can be run.
     *
     * @param file absolute
     * @param directory that it is run in
     * @param sha256 of what the file holds, in hexadecimal digits
     */
    record Executable(Path file, Path directory, String sha256) {}

    /**
     * Finds the file of a program. A name without a slash is looked for on the PATH; a relative path is always meant from the same
     * directory, so that another process that goes on with a run finds the same file.
     *
     * @return empty when there is no such file that can be run
     */
    default Optional<Executable> find(String program) {
        return Optional.empty();
    }

    /**
     * Runs a program to its end. When the limit is over or the thread is interrupted, its whole process group is killed first.
     *
     * @param line is handed each line of standard output and standard error as it comes
     * @return the exit code
     * @throws dev.holdfast.model.error.HoldfastException when it can't be started, or the limit is over
     */
    int run(Program program, Consumer<String> line, Duration limit);
}
