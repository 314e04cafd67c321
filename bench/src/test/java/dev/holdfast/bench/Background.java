package dev.holdfast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A command that goes on beside the benchmark until it is stopped. */
final class Background implements AutoCloseable {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(15);

    private final Process process;

    private Background(Process process) {
        this.process = process;
    }

    static Background start(Command command, Path complaints, Consumer<String> lines) {
        try {
            Process process =
                    command.builder().redirectError(complaints.toFile()).start();
            Thread.ofVirtual().start(() -> read(process, lines));
            return new Background(process);
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + command.words(), e);
        }
    }

    private static void read(Process process, Consumer<String> lines) {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines);
        } catch (UncheckedIOException | IOException _) {
            // The process was stopped; whoever needs it alive asks for that.
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
