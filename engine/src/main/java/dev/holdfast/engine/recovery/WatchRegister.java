package dev.holdfast.engine.recovery;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Who stands watch, for whoever asks in another terminal.
 *
 * <p>Each watch keeps a file of its own locked, which the operating system gives back however the process dies, and writes it anew
 * once a second, which a process that hangs does not do.
 */
public final class WatchRegister {
    /** Stands for all regions; no database has such a name. */
    public static final String REGIONS = "(regions)";

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final String ENDING = ".watch";
    private static final int LINES = 4;

    /** The entries of this process. It must not open their files again, see {@link #write}. */
    private static final Map<Path, Standing> HELD = new ConcurrentHashMap<>();

    private final Path directory;

    /**
     * Somebody who stands watch.
     *
     * @param database its name, or {@link #REGIONS}
     * @param pid of the process
     * @param runbook what it would execute
     * @param since when it began to stand watch
     * @param lastBeat when it last gave a sign of life
     */
    public record Standing(String database, long pid, String runbook, Instant since, Instant lastBeat) {
        private static final Duration LATE = Duration.ofSeconds(10);

        /** Whether the process is there and does not run, as one that is stopped. */
        public boolean hangs(Instant now) {
            return lastBeat.plus(LATE).isBefore(now);
        }
    }

    /** The entry of this process; closing it says that nobody stands watch here any more. */
    public interface Entry extends AutoCloseable {
        @Override
        void close();
    }

    public WatchRegister(Path directory) {
        this.directory = directory;
    }

    /** Says that this process stands watch from now on. */
    public Entry enter(String database, String runbook, Instant now) {
        Standing standing = new Standing(database, ProcessHandle.current().pid(), runbook, now, now);
        Path file = directory.resolve("%s.%d%s".formatted(database, standing.pid(), ENDING));
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // Waits for somebody who is just asking whether it is locked.
            channel.lock();
            HELD.put(file, standing);
            write(channel, standing);
            Thread beat = Thread.ofVirtual().name("watch-register").start(() -> beat(channel, standing));
            return () -> leave(channel, beat, file);
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "writing %s: %s".formatted(file, e), e);
        }
    }

    private static void beat(FileChannel channel, Standing standing) {
        try {
            while (true) {
                Thread.sleep(BEAT);
                write(channel, standing);
            }
        } catch (InterruptedException | IOException _) {
            // It left, or nothing can be written: whoever looks sees that nothing stirs any more.
        }
    }

    /** Always through the channel that holds the lock: to close another one on the same file would give the lock back. */
    private static void write(FileChannel channel, Standing standing) throws IOException {
        String text = String.join(
                "\n",
                standing.database(),
                String.valueOf(standing.pid()),
                standing.runbook(),
                standing.since().toString());
        channel.truncate(channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0));
    }

    private static void leave(FileChannel channel, Thread beat, Path file) {
        beat.interrupt();
        HELD.remove(file);
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "leaving " + file, e);
        }
    }

    /** Everybody who stands watch over a database. */
    public List<Standing> standing(String database) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .filter(standing -> standing.database().equals(database))
                    .toList();
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "reading " + directory, e);
        }
    }

    private static Optional<Standing> read(Path file) {
        Optional<Standing> own = Optional.ofNullable(HELD.get(file));
        if (own.isPresent()) {
            return own;
        }
        try {
            if (!isLocked(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            Instant beat = Files.getLastModifiedTime(file).toInstant();
            return lines.size() == LINES
                    ? Optional.of(new Standing(
                            lines.get(0),
                            Long.parseLong(lines.get(1)),
                            lines.get(2),
                            Instant.parse(lines.get(3)),
                            beat))
                    : Optional.empty();
        } catch (IOException leftMeanwhile) {
            return Optional.empty();
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        }
    }
}
