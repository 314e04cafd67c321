package dev.holdfast.lab.traffic;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ledger of one region: a file that is only ever appended to, one line of JSON a request. What was appended is on its way to the
 * file until {@link #flush()}.
 */
public final class Ledger implements AutoCloseable {
    private static final String SUFFIX = ".jsonl";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final BufferedWriter writer;
    private Optional<IOException> failure = Optional.empty();

    private Ledger(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /** The ledger file of a region. */
    public static Path file(Path directory, String region) {
        return directory.resolve(region + SUFFIX);
    }

    /** Opens the ledger of a region at its end, and creates it when there is none. */
    static Ledger open(Path directory, String region) {
        Path file = file(directory, region);
        try {
            Files.createDirectories(directory);
            boolean cut = endsInsideLine(file);
            var writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (cut) {
                writer.newLine();
            }
            return new Ledger(file, writer);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** A line that a crash cut in half must not swallow the next one. */
    private static boolean endsInsideLine(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - 1);
            return bytes.read() != '\n';
        }
    }

    /** Appends a line. A failure shows at the next {@link #flush()}, which somebody waits for. */
    synchronized void append(LedgerEntry entry) {
        try {
            writer.write(JSON.writeValueAsString(entry));
            writer.newLine();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /** Hands over to the file what was appended; throws when anything could not be written since the ledger was opened. */
    synchronized void flush() {
        failure.ifPresent(e -> {
            throw unwritable(file, e);
        });
        try {
            writer.flush();
        } catch (IOException e) {
            failure = Optional.of(e);
            throw unwritable(file, e);
        }
    }

    @Override
    public synchronized void close() {
        flush();
        try {
            writer.close();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * The lines of a ledger.
     *
     * @param broken how many lines could not be read, such as one that a crash cut in half
     */
    public record Contents(List<LedgerEntry> entries, int broken) {
        public Contents {
            entries = List.copyOf(entries);
        }
    }

    /** Reads the ledger of a region; one that does not exist has no lines. */
    public static Contents read(Path directory, String region) {
        Path file = file(directory, region);
        if (!Files.exists(file)) {
            return new Contents(List.of(), 0);
        }
        var entries = new ArrayList<LedgerEntry>();
        var broken = new ArrayList<String>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isEmpty())
                    .forEach(line -> parse(line).ifPresentOrElse(entries::add, () -> broken.add(line)));
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "reading the ledger " + file + ": " + e, e);
        }
        return new Contents(entries, broken.size());
    }

    private static Optional<LedgerEntry> parse(String line) {
        try {
            return Optional.of(JSON.readValue(line, LedgerEntry.class));
        } catch (JacksonException e) {
            // Counted: a ledger with holes is weaker evidence, and the judgement says so.
            return Optional.empty();
        }
    }

    private static HoldfastException unwritable(Path file, IOException e) {
        return new HoldfastException(
                ErrorCode.LAB_SERVER_FAILED,
                "writing the ledger " + file + ": " + e,
                "free space for it: traffic without a ledger proves nothing",
                e);
    }
}
