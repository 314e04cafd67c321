package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command to run as a process of its own.
 *
 * @param environment what is added to that of this process
 */
record Command(List<String> words, Map<String, String> environment) {

    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** The same command with one more variable. */
    Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Command(words, more);
    }

    /**
     * How a command ended.
     *
     * @param took from before it was started until it was gone
     */
    record Ended(Command command, int exitCode, String output, String complaints, Duration took) {

        Ended requireSuccess() {
            if (exitCode != 0) {
                throw new IllegalStateException(
                        "%s ended with %d:%n%s%s".formatted(command.words(), exitCode, output, complaints));
            }
            return this;
        }
    }

    /** Runs it to its end; it is killed when it takes longer than the limit. */
    Ended run(Duration limit) {
        try {
            Path output = Files.createTempFile("bench", ".out");
            Path complaints = Files.createTempFile("bench", ".err");
            try {
                ProcessBuilder builder =
                        builder().redirectOutput(output.toFile()).redirectError(complaints.toFile());
                long began = System.nanoTime();
                int exitCode = await(builder.start(), limit);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                return new Ended(this, exitCode, Files.readString(output), Files.readString(complaints), took);
            } finally {
                Files.delete(output);
                Files.delete(complaints);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("running " + words, e);
        }
    }

    private int await(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new IllegalStateException("%s did not end within %s".formatted(words, limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + words, e);
        } finally {
            process.destroyForcibly();
        }
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        return builder;
    }
}
