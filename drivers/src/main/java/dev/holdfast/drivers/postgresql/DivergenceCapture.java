package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Saves the writes that only an old primary has.
 *
 * <ol>
 *   <li>find where its history left that of the new primary;
 *   <li>start it in isolation, where it replays its log to the end;
 *   <li>read from the log which blocks of which tables were written to behind the fork;
 *   <li>compare the rows of these blocks, by key, with the new primary, and write down those that differ;
 *   <li>stop it again.
 * </ol>
 *
 * <p>A row that was deleted is found at its old place on the new primary; if it was changed there in the meantime, only that
 * change remains of it. When the log is not complete or says something that can't be followed, nothing is saved and the reason
 * given.
 */
final class DivergenceCapture {
    private static final JsonMapper JSON = DivergentRows.JSON;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final String DATABASES = """
            select coalesce(d.datname, 'number ' || touched.id)
              from (select distinct split_part(line, ' ', 2) as id
                      from regexp_split_to_table(pg_read_file('%s/touched'), E'\\n') line) touched
              left join pg_database d on d.oid::text = touched.id
             where touched.id not in ('', '0');
            """;

    private final DataDirectory directory;
    private final Server source;
    private final Deadline deadline;

    DivergenceCapture(DataDirectory directory, Server source, Deadline deadline) {
        this.directory = directory;
        this.source = source;
        this.deadline = deadline;
    }

    Optional<Divergence> into(Path evidence) {
        try {
            return switch (Kinship.of(directory, source, deadline)) {
                case Kinship.Ancestor same -> Optional.empty();
                case Kinship.Unknown unknown -> throw refusal(unknown.reason());
                case Kinship.Diverged diverged -> save(diverged, evidence);
            };
        } catch (HoldfastException e) {
            throw switch (e.code()) {
                case COMMAND_FAILED, INTERNAL_ERROR -> refusal(e.attempted(), e);
                default -> e;
            };
        } catch (IOException e) {
            throw refusal("writing to " + evidence + ": " + e.getMessage(), e);
        }
    }

    private Optional<Divergence> save(Kinship.Diverged diverged, Path evidence) throws IOException {
        if (!diverged.logKept()) {
            throw refusal("its log behind %s is not there any more".formatted(diverged.fork()));
        }
        Files.createDirectories(evidence);
        Path file = evidence.resolve("only-on-%s-%s.jsonl"
                .formatted(name(), STAMP.format(Clock.systemUTC().instant())));
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (IsolatedServer server = IsolatedServer.start(directory, deadline)) {
            DivergentLog log = DivergentLog.read(server, diverged, deadline);
            long rows = saveRows(server, log, unfinished);
            if (rows == 0) {
                return Optional.empty();
            }
            Files.move(unfinished, file);
            return Optional.of(new Divergence(
                    diverged.fork(),
                    log.end().minus(diverged.fork()),
                    rows,
                    file.toAbsolutePath().toString()));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private long saveRows(IsolatedServer server, DivergentLog log, Path file) throws IOException {
        long rows = 0;
        try (DivergentRows.Sink sink = new DivergentRows.Sink(file)) {
            for (String database : lines(server, source.login().database(), DATABASES)) {
                rows += saveRows(server, database, log, sink);
            }
        }
        return rows;
    }

    private long saveRows(IsolatedServer server, String database, DivergentLog log, DivergentRows.Sink sink) {
        List<TouchedTable> tables = lines(server, database, TouchedTable.tables(server.socketDirectory())).stream()
                .map(this::table)
                .toList();
        if (tables.isEmpty()) {
            return 0;
        }
        try (DivergentRows rows = new DivergentRows(server, source, database, sink, deadline)) {
            return tables.stream()
                    .mapToLong(table -> rows.save(table, log.oldestTransaction()))
                    .sum();
        }
    }

    private TouchedTable table(String line) {
        JsonNode json = JSON.readTree(line);
        if (json.has("file")) {
            throw refusal("file %s was written to, and belongs to no table any more"
                    .formatted(json.get("file").asString()));
        }
        List<String> key = new ArrayList<>();
        json.get("key").forEach(column -> key.add(column.asString()));
        return new TouchedTable(json.get("table").asString(), key);
    }

    private List<String> lines(IsolatedServer server, String database, String sql) {
        List<String> lines = new ArrayList<>();
        server.query(
                "reading from database " + database,
                database,
                sql.replace("%s", server.socketDirectory()),
                lines::add,
                deadline.remaining());
        return lines;
    }

    private HoldfastException refusal(String reason) {
        return new HoldfastException(
                ErrorCode.DIVERGENCE_NOT_CAPTURED, "saving what only %s has: %s".formatted(name(), reason));
    }

    private HoldfastException refusal(String reason, Exception cause) {
        return new HoldfastException(
                ErrorCode.DIVERGENCE_NOT_CAPTURED, "saving what only %s has: %s".formatted(name(), reason), cause);
    }

    private String name() {
        return directory.node().name();
    }
}
