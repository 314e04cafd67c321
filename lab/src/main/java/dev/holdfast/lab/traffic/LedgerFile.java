package dev.holdfast.lab.traffic;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where the clients of a region write down what they saw: one line of JSON an entry. */
public record LedgerFile<E>(Path path, Class<E> type) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The file of a region's requests. */
    public static LedgerFile<LedgerEntry> requests(Path directory, String region) {
        return new LedgerFile<>(directory.resolve(region + ".jsonl"), LedgerEntry.class);
    }

    /** The file of a region's WebSockets. */
    public static LedgerFile<SocketEntry> sockets(Path directory, String region) {
        return new LedgerFile<>(directory.resolve(region + ".sockets.jsonl"), SocketEntry.class);
    }

    /**
     * The lines of a ledger.
     *
     * @param broken how many lines could not be read, such as one that a crash cut in half
     */
    public record Contents<E>(List<E> entries, int broken) {
        public Contents {
            entries = List.copyOf(entries);
        }
    }

    /** Reads it; a file that does not exist has no lines. */
    public Contents<E> read() {
        if (!Files.exists(path)) {
            return new Contents<>(List.of(), 0);
        }
        var entries = new ArrayList<E>();
        var broken = new ArrayList<String>();
        try (Stream<String> lines = Files.lines(path)) {
            lines.filter(line -> !line.isEmpty())
                    .forEach(line -> parse(line).ifPresentOrElse(entries::add, () -> broken.add(line)));
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "reading the ledger " + path + ": " + e, e);
        }
        return new Contents<>(entries, broken.size());
    }

    private Optional<E> parse(String line) {
        try {
            return Optional.of(JSON.readValue(line, type));
        } catch (JacksonException e) {
            // Counted: a ledger with holes is weaker evidence, and the judgement says so.
            return Optional.empty();
        }
    }

    String line(E entry) {
        return JSON.writerFor(type).writeValueAsString(entry);
    }
}
