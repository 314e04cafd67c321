package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.lab.process.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The program as a process of its own, which can be killed. */
final class HoldfastProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;

    private HoldfastProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param output what it prints is added to this file
     */
    static HoldfastProcess start(Map<String, String> environment, Path output, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(OwnCommand.of(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new HoldfastProcess(builder.start(), output);
    }

    /** Waits until it has printed this text. */
    void awaitOutput(String text) {
        boolean printed = Poll.until(PATIENCE, () -> printed().contains(text) || !process.isAlive());
        assertThat(printed && process.isAlive())
                .as("'%s' printed by a living process:%n%s", text, printed())
                .isTrue();
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGKILL, and returns when the process is gone. */
    void kill() throws InterruptedException {
        assertThat(process.isAlive()).as("it lives until it is killed").isTrue();
        process.destroyForcibly().waitFor();
    }

    /** Makes sure that it is gone. */
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
