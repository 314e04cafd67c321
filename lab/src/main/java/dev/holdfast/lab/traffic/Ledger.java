package dev.holdfast.lab.traffic;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A ledger that is only ever appended to. What was appended is on its way to the file until {@link #flush()}. */
final class Ledger<E> implements AutoCloseable {
    private final LedgerFile<E> file;
    private final BufferedWriter writer;
    private Optional<IOException> failure = Optional.empty();

    private Ledger(LedgerFile<E> file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /** Opens the ledger at its end, and creates it when there is none. */
    static <E> Ledger<E> open(LedgerFile<E> file) {
        try {
            Files.createDirectories(Optional.ofNullable(file.path().getParent()).orElseThrow());
            boolean cut = endsInsideLine(file.path());
            var writer = Files.newBufferedWriter(file.path(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (cut) {
                writer.newLine();
            }
            return new Ledger<>(file, writer);
        } catch (IOException e) {
            throw unwritable(file.path(), e);
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
    synchronized void append(E entry) {
        try {
            writer.write(file.line(entry));
            writer.newLine();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /** Hands over to the file what was appended; throws when anything could not be written since the ledger was opened. */
    synchronized void flush() {
        failure.ifPresent(e -> {
            throw unwritable(file.path(), e);
        });
        try {
            writer.flush();
        } catch (IOException e) {
            failure = Optional.of(e);
            throw unwritable(file.path(), e);
        }
    }

    @Override
    public synchronized void close() {
        flush();
        try {
            writer.close();
        } catch (IOException e) {
            throw unwritable(file.path(), e);
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
