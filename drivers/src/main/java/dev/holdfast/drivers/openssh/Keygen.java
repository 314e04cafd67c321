package dev.holdfast.drivers.openssh;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs {@code ssh-keygen}. */
final class Keygen {
    private static final String PROGRAM = "ssh-keygen";

    private Keygen() {}

    /** What it left behind. */
    record Result(int exitCode, String output, String errors) {}

    /**
     * Runs it to its end.
     *
     * @param input what it reads
     */
    static Result run(List<String> arguments, String input, Duration limit) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<String> output = reading(process.getInputStream());
            CompletableFuture<String> errors = reading(process.getErrorStream());
            feed(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw failed("%s did not end within %d s".formatted(PROGRAM, limit.toSeconds()));
            }
            return new Result(process.exitValue(), output.join(), errors.join());
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.IDENTITY_UNPROVEN,
                    "starting %s: %s".formatted(PROGRAM, e.getMessage()),
                    "install OpenSSH 8.2 or newer",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for " + PROGRAM, e);
        }
    }

    private static void feed(Process process, String input) {
        try (OutputStream sink = process.getOutputStream()) {
            sink.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedBefore) {
            // It may end without reading: then its exit code says more than the broken pipe.
        }
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> read(stream), Thread::startVirtualThread);
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading what %s says".formatted(PROGRAM), e);
        }
    }

    private static HoldfastException failed(String attempted) {
        return new HoldfastException(ErrorCode.IDENTITY_UNPROVEN, attempted);
    }
}
