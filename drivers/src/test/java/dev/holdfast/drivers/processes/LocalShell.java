package dev.holdfast.drivers.processes;

import dev.holdfast.engine.spi.HostCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A host whose shell is the one of this machine. */
public record LocalShell(Path directory) implements HostCommands {

    @Override
    public Result run(String script, Duration limit) {
        try {
            Path output = Files.createTempFile(directory, "shell", ".out");
            Path errors = Files.createTempFile(directory, "shell", ".err");
            Process process = new ProcessBuilder("sh", "-c", script)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + limit + ": " + script);
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Result stream(String script, Consumer<String> line, Duration limit) {
        Result result = run(script, limit);
        result.output().lines().forEach(line);
        return result;
    }
}
