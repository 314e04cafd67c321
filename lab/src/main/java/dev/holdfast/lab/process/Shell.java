package dev.holdfast.lab.process;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs short commands of this machine. */
public final class Shell {
    private static final Executor READERS = Thread::startVirtualThread;

    private Shell() {}

    /** What a command left behind; standard output and errors together. */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs a command to its end. */
    public static Result run(List<String> command, Duration limit) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process), READERS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new HoldfastException(
                        ErrorCode.COMMAND_FAILED,
                        "%s did not end within %s".formatted(String.join(" ", command), limit));
            }
            return new Result(process.exitValue(), output.join());
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "starting " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "running " + command.getFirst(), e);
        }
    }

    /** Runs a command that must succeed, and returns its output. */
    public static String check(List<String> command, Duration limit) {
        Result result = run(command, limit);
        if (!result.succeeded()) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED,
                    "%s ended with %d: %s"
                            .formatted(
                                    String.join(" ", command),
                                    result.exitCode(),
                                    result.output().strip()));
        }
        return result.output();
    }

    /** A word for the POSIX shell that stands for exactly this text. */
    public static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Sends a signal to all of these at once, in this order; those that are gone by then are no failure. */
    public static void signal(String signal, List<ProcessEntry> targets) {
        if (targets.isEmpty()) {
            return;
        }
        String ids = String.join(
                " ", targets.stream().map(target -> Long.toString(target.pid())).toList());
        run(List.of("sh", "-c", "kill -%s %s 2>/dev/null || true".formatted(signal, ids)), Duration.ofSeconds(10));
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
