package dev.holdfast.app.drill;

import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * This program as a drill uses it: each command is a process of its own, as when a person types it.
 *
 * @param environment variables that lead it to the same topology and journal
 * @param directory where the processes' complaints and the clients' ledgers go
 */
public record OwnProgram(Map<String, String> environment, Path directory) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    public OwnProgram {
        environment = Map.copyOf(environment);
    }

    /** A command that was not started yet. */
    ProcessBuilder prepared(String... words) {
        ProcessBuilder builder = new ProcessBuilder(OwnCommand.of(words));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Starts the clients, who find the service through DNS. */
    TrafficProcess clients() {
        return TrafficProcess.start(
                prepared("lab-traffic", "--dns", "--ledger", ledgers().toString()), directory.resolve("clients.log"));
    }

    Path ledgers() {
        return directory.resolve("ledgers");
    }

    /** What a command came to. */
    record Ended(int exitCode, List<String> lines) {
        boolean isDone() {
            return exitCode == 0;
        }

        String last() {
            return lines.isEmpty() ? "" : lines.getLast();
        }
    }

    /** Runs a command to its end. */
    Ended run(String... words) throws InterruptedException {
        Path output = directory.resolve(words[0] + ".out");
        try {
            Process process = prepared(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
            }
            return new Ended(process.waitFor(), Files.readAllLines(output));
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.LAB_SERVER_FAILED, "running %s: %s".formatted(words[0], e.getMessage()), e);
        }
    }
}
