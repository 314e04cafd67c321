package dev.holdfast.drivers.local;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs executables on this machine, each in a session of its own, so that none is left when its time is over. */
public final class LocalPrograms implements Programs {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int CHUNK = 16 * 1024;

    private final Path directory;
    private final List<Path> searched;

    /**
     * Programs as they are found from one place.
     *
     * @param directory that relative paths are meant from, and that programs are run in
     * @param path directories that a name without a slash is looked for in, as the variable PATH has them
     */
    public LocalPrograms(Path directory, String path) {
        this.directory = directory.toAbsolutePath().normalize();
        this.searched = Stream.of(path.split(File.pathSeparator))
                .filter(part -> !part.isEmpty())
                .map(Path::of)
                .toList();
    }

    @Override
    public Optional<Executable> find(String program) {
        Stream<Path> places = program.contains("/")
                ? Stream.of(directory.resolve(program).normalize())
                : searched.stream().map(place -> directory.resolve(place).resolve(program));
        return places.filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(file -> new Executable(file, directory, sha256(file)));
    }

    private static String sha256(Path file) {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID, "the program %s can't be read: %s".formatted(file, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int run(Program program, Consumer<String> line, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        ProcessGroup group = start(program);
        try {
            return converse(program, group.leader(), new LineSplitter(line), deadline);
        } catch (InterruptedException e) {
            group.kill();
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "running %s".formatted(name(program)), e);
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.PROGRAM_FAILED, "reading what %s prints: %s".formatted(name(program), e), e);
        } finally {
            // Whatever went wrong, a listener that fails included, nothing keeps running that nobody looks after.
            if (group.leader().isAlive()) {
                group.kill();
            }
        }
    }

    private static ProcessGroup start(Program program) {
        ProcessBuilder builder = new ProcessBuilder(program.command())
                .directory(program.directory().toFile());
        builder.environment().putAll(program.environment());
        try {
            return ProcessGroup.start(builder);
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.PROGRAM_FAILED, "starting %s: %s".formatted(name(program), e.getMessage()), e);
        }
    }

    private static String name(Program program) {
        return program.command().getFirst();
    }

    /**
     * Reads only what is there already, and looks at the time in between. A read that waits could not be given up: something that
     * the program left behind may hold the other end of the pipe for ever.
     */
    private static int converse(Program program, Process process, LineSplitter lines, Deadline deadline)
            throws IOException, InterruptedException {
        InputStream output = process.getInputStream();
        byte[] chunk = new byte[CHUNK];
        boolean ended = false;
        while (true) {
            int available = output.available();
            if (available > 0) {
                lines.add(chunk, output.read(chunk, 0, Math.min(available, CHUNK)));
            } else if (ended) {
                lines.finish();
                return process.exitValue();
            } else {
                ended = process.waitFor(POLL.toNanos(), TimeUnit.NANOSECONDS);
            }
            if (!ended && deadline.isOver()) {
                lines.finish();
                throw new HoldfastException(
                        ErrorCode.STEP_TIMED_OUT,
                        "%s did not end within %d ms, and was killed with everything it started"
                                .formatted(name(program), deadline.limit().toMillis()));
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("while the program ran");
            }
        }
    }
}
