package dev.holdfast.drivers.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares the rows of one database that an isolated server wrote to with those of the primary, and saves what differs. */
final class DivergentRows implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int BATCH = 200;

    private static final String SAME_TEXT_AS_THERE =
            "set TimeZone = 'UTC'; set DateStyle = 'ISO'; set IntervalStyle = 'postgres'; set extra_float_digits = 1";

    private final IsolatedServer old;
    private final String database;
    private final Sink sink;
    private final Deadline deadline;
    private final Session primary;

    DivergentRows(IsolatedServer old, Server primary, String database, Sink sink, Deadline deadline) {
        this.old = old;
        this.database = database;
        this.sink = sink;
        this.deadline = deadline;
        this.primary = bounded(deadline, () -> Session.open(primary.login().in(database)));
        onPrimary(session -> {
            session.execute(SAME_TEXT_AS_THERE);
            return true;
        });
    }

    @Override
    public void close() {
        primary.close();
    }

    /**
     * Saves the rows of a table that differ.
     *
     * @param oldestTransaction rows of this and later transactions can't be those that the old server removed
     * @return how many
     */
    long save(TouchedTable table, String oldestTransaction) {
        long before = sink.rows();
        if (!existsOnPrimary(table)) {
            read(table.rows(old.socketDirectory()), line -> write(table, line.get("key"), line.get("old"), absent()));
            return sink.rows() - before;
        }
        inBatches(table.rows(old.socketDirectory()), lines -> saveChanged(table, lines));
        List<String> places = new ArrayList<>();
        old.query(
                "reading what was removed from " + table.name(),
                database,
                table.removedPlaces(old.socketDirectory()),
                places::add,
                deadline.remaining());
        for (int from = 0; from < places.size(); from += BATCH) {
            saveRemoved(table, places.subList(from, Math.min(places.size(), from + BATCH)), oldestTransaction);
        }
        return sink.rows() - before;
    }

    private boolean existsOnPrimary(TouchedTable table) {
        return onPrimary(session -> session.holds("select to_regclass(?) is not null", table.name()));
    }

    private void saveChanged(TouchedTable table, List<JsonNode> lines) {
        boolean keyed = !table.key().isEmpty();
        ArrayNode wanted = JSON.createArrayNode();
        lines.forEach(line -> wanted.add(line.get(keyed ? "key" : "old")));
        String sql = keyed ? table.rowsByKey("?::json") : table.rowsByContent();
        Map<JsonNode, JsonNode> live = rows(sql, keyed, wanted.toString());
        for (JsonNode line : lines) {
            JsonNode row = line.get("old");
            Optional<JsonNode> counterpart = Optional.ofNullable(live.get(keyed ? line.get("key") : row));
            if (!counterpart.equals(Optional.of(row))) {
                write(table, line.get("key"), row, counterpart.orElse(absent()));
            }
        }
    }

    private void saveRemoved(TouchedTable table, List<String> places, String oldestTransaction) {
        if (table.key().isEmpty()) {
            return;
        }
        String array = places.stream().map(place -> '"' + place + '"').collect(Collectors.joining(",", "{", "}"));
        Map<JsonNode, JsonNode> live = rows(table.rowsAtPlaces(), true, array, oldestTransaction);
        if (live.isEmpty()) {
            return;
        }
        ArrayNode keys = JSON.createArrayNode();
        live.keySet().forEach(keys::add);
        Set<JsonNode> kept = new HashSet<>();
        String literal = "'" + keys.toString().replace("'", "''") + "'";
        old.query(
                "looking for rows of " + table.name(),
                database,
                table.existingKeys(literal),
                line -> kept.add(JSON.readTree(line)),
                deadline.remaining());
        live.forEach((key, row) -> {
            if (!kept.contains(key)) {
                write(table, key, absent(), row);
            }
        });
    }

    /** Rows of the primary by their key, or by themselves. */
    private Map<JsonNode, JsonNode> rows(String sql, boolean keyed, Object... parameters) {
        return onPrimary(session -> session.query(
                sql,
                found -> {
                    Map<JsonNode, JsonNode> rows = new LinkedHashMap<>();
                    while (found.next()) {
                        JsonNode row = JSON.readTree(found.getString(2));
                        rows.put(keyed ? JSON.readTree(found.getString(1)) : row, row);
                    }
                    return rows;
                },
                parameters));
    }

    private void inBatches(String sql, Consumer<List<JsonNode>> consumer) {
        List<JsonNode> batch = new ArrayList<>();
        read(sql, line -> {
            batch.add(line);
            if (batch.size() == BATCH) {
                consumer.accept(List.copyOf(batch));
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            consumer.accept(List.copyOf(batch));
        }
    }

    private void read(String sql, Consumer<JsonNode> consumer) {
        old.query(
                "reading the rows of database " + database,
                database,
                sql,
                line -> consumer.accept(JSON.readTree(line)),
                deadline.remaining());
    }

    private void write(TouchedTable table, JsonNode key, JsonNode then, JsonNode now) {
        ObjectNode line = JSON.createObjectNode();
        line.put("table", table.name());
        line.set("key", key);
        line.set("old", then);
        line.set("new", now);
        sink.add(line);
    }

    private <T> T onPrimary(Session.SqlWork<T> work) {
        return bounded(deadline, () -> primary.use(work));
    }

    private static <T> T bounded(Deadline deadline, Callable<T> work) {
        try {
            return Attempt.run(deadline.remaining(), work);
        } catch (SessionException e) {
            ErrorCode code =
                    e.fault() instanceof Fault.Said ? ErrorCode.COMMAND_FAILED : ErrorCode.DATABASE_UNREACHABLE;
            throw new HoldfastException(
                    code, "reading the primary's rows: " + e.fault().text(), e);
        }
    }

    private static JsonNode absent() {
        return JSON.nullNode();
    }

    /** The file that the rows are saved in, one JSON object a line. */
    static final class Sink implements AutoCloseable {
        private final BufferedWriter writer;
        private long rows;

        Sink(Path file) throws IOException {
            this.writer = Files.newBufferedWriter(file, UTF_8);
        }

        void add(JsonNode line) {
            try {
                writer.write(line.toString());
                writer.newLine();
                rows++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        long rows() {
            return rows;
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
