package dev.holdfast.engine.journal;

import dev.holdfast.engine.journal.EventCodec.Encoded;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JacksonException;

/**
 * The journal in a SQLite file. Several processes may have it open; each append is checked against what all of them wrote.
 *
 * <p>Reads and writes go over connections of their own, so that neither waits for the other.
 */
public final class SqliteJournal implements Journal, Records, PrimaryMemory, RestorePoints, AutoCloseable {
    /** All nine digits, so that the text sorts by time. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private static final String READ = "SELECT idx, at, type, body FROM event WHERE run = ? ORDER BY idx";
    private static final String RECORDS =
            "SELECT idx, at, type, body FROM event WHERE run = ? AND idx > ? ORDER BY idx";
    private static final String RUNS =
            "SELECT run FROM event WHERE idx = 1 AND instr(run, ':') = 0 ORDER BY id DESC LIMIT ?";
    private static final String RESTORE_POINTS =
            "SELECT run, idx, type, body FROM event WHERE type = 'restore-point-recorded' ORDER BY id DESC";
    private static final String SIGHTING = "SELECT body FROM sighting WHERE database = ?";

    private final SqliteFile file;
    private final Connection reads;
    private Optional<JournalWriter> writer = Optional.empty();
    private Optional<Connection> writes = Optional.empty();
    private boolean closed;

    private SqliteJournal(SqliteFile file) {
        this.file = file;
        this.reads = file.open();
    }

    /**
     * Opens the journal, or makes it.
     *
     * @throws HoldfastException {@link ErrorCode#JOURNAL_UNWRITABLE} when the file can't be written or is no journal
     */
    public static SqliteJournal open(Path file) {
        return open(SqliteFile.at(file));
    }

    static SqliteJournal open(SqliteFile file) {
        return new SqliteJournal(file);
    }

    /** {@inheritDoc} An interrupt does not stop it, since then nobody would know what became of the events. */
    @Override
    public AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
        return appended(
                run,
                expectedVersion,
                at,
                events.stream().map(EventCodec::encode).toList());
    }

    /** {@inheritDoc} An interrupt does not stop it. */
    @Override
    public AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries) {
        List<Encoded> encoded = entries.stream()
                .map(entry -> new Encoded(entry.type(), entry.body()))
                .toList();
        return appended(new RunId(stream), expectedVersion, at, encoded);
    }

    private AppendResult appended(RunId stream, long expectedVersion, Instant at, List<Encoded> encoded) {
        CompletableFuture<AppendResult> answer = writer().append(stream, expectedVersion, text(at), encoded);
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HoldfastException coded) {
                throw coded;
            }
            throw e;
        }
    }

    /**
     * Makes everything ready that the first append needs, so that it is as quick as those that follow. For a process that waits
     * for an emergency; a small command has no use for it.
     */
    public void prepareToWrite() {
        EventCodec.prepare();
        // No run has this version: nothing is written, but everything on the way is loaded.
        append(new RunId(""), -1, Instant.EPOCH, List.of());
    }

    private synchronized JournalWriter writer() {
        if (closed) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "writing to a journal that is closed");
        }
        if (writer.isEmpty()) {
            Connection connection = file.open();
            writes = Optional.of(connection);
            writer = Optional.of(new JournalWriter(connection));
        }
        return writer.get();
    }

    @Override
    public List<Recorded> read(RunId run) {
        return query("reading run " + run, READ, run.value(), row -> {
            long index = row.getLong("idx");
            return new Recorded(run, index, Instant.parse(row.getString("at")), decode(run.value(), index, row));
        });
    }

    @Override
    public List<Kept> read(String stream, long after) {
        return query("reading " + stream, RECORDS, List.of(stream, after), row -> {
            Entry entry = new Entry(row.getString("type"), row.getString("body"));
            return new Kept(row.getLong("idx"), Instant.parse(row.getString("at")), entry);
        });
    }

    @Override
    public List<RunId> runs(int limit) {
        return query("listing the runs", RUNS, limit, row -> new RunId(row.getString("run")));
    }

    @Override
    public List<RestorePoint> all(String database) {
        return query(
                        "listing the restore points",
                        RESTORE_POINTS,
                        row -> decode(row.getString("run"), row.getLong("idx"), row))
                .stream()
                .filter(Event.RestorePointRecorded.class::isInstance)
                .map(event -> ((Event.RestorePointRecorded) event).point())
                .filter(point -> point.database().equals(database))
                .toList();
    }

    @Override
    public void remember(PrimarySighting sighting) {
        writer().remember(sighting);
    }

    @Override
    public Optional<PrimarySighting> lastSighting(String database) {
        Optional<PrimarySighting> unsaved = unsaved(database);
        Optional<PrimarySighting> saved =
                query("reading the last sighting", SIGHTING, database, row -> sighting(row.getString("body"))).stream()
                        .findFirst();
        return unsaved.isPresent() && saved.isPresent()
                ? Optional.of(JournalWriter.newer(unsaved.get(), saved.get()))
                : unsaved.or(() -> saved);
    }

    private synchronized Optional<PrimarySighting> unsaved(String database) {
        return writer.flatMap(open -> open.unsaved(database));
    }

    static String text(Instant at) {
        return TIME.format(at);
    }

    private static Event decode(String run, long index, ResultSet row) throws SQLException {
        try {
            return EventCodec.decode(new Encoded(row.getString("type"), row.getString("body")));
        } catch (JacksonException e) {
            throw unreadable("event %d of run %s".formatted(index, run), e);
        }
    }

    private static PrimarySighting sighting(String body) {
        try {
            return EventCodec.decodeSighting(body);
        } catch (JacksonException e) {
            throw unreadable("the last sighting", e);
        }
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String attempted, String sql, RowReader<T> reader) {
        return query(attempted, sql, List.of(), reader);
    }

    private <T> List<T> query(String attempted, String sql, Object argument, RowReader<T> reader) {
        return query(attempted, sql, List.of(argument), reader);
    }

    private synchronized <T> List<T> query(String attempted, String sql, List<Object> arguments, RowReader<T> reader) {
        try (PreparedStatement statement = reads.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, arguments.get(i));
            }
            List<T> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw unreadable(attempted, e);
        }
    }

    private static HoldfastException unreadable(String attempted, Exception e) {
        return new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "%s: %s".formatted(attempted, e.getMessage()), e);
    }

    /** Writes what waits, then closes the file. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (writer.isPresent()) {
                writer.get().close();
            }
            if (writes.isPresent()) {
                writes.get().close();
            }
            reads.close();
        } catch (SQLException e) {
            throw unreadable("closing the journal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "closing the journal", e);
        }
    }
}
