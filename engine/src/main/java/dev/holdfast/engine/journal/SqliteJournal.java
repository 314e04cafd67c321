package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.AuditSeal;
import dev.holdfast.engine.audit.AuditTrail;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.engine.journal.EventCodec.Encoded;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/**
 * The journal in a SQLite file. Several processes may have it open; each append is checked against what all of them wrote.
 *
 * <p>Reads and writes go over connections of their own, so that neither waits for the other.
 */
public final class SqliteJournal implements Journal, Records, PrimaryMemory, RestorePoints, StepHistory, AutoCloseable {
    /** All nine digits, so that the text sorts by time. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private static final String READ = "SELECT idx, at, type, body FROM event WHERE run = ? ORDER BY idx";
    private static final String RECORDS =
            "SELECT idx, at, type, body FROM event WHERE run = ? AND idx > ? ORDER BY idx";
    private static final String RUNS =
            "SELECT run FROM event WHERE idx = 1 AND type = 'run-started' ORDER BY id DESC LIMIT ?";
    private static final String RESTORE_POINTS =
            "SELECT run, idx, type, body FROM event WHERE type = 'restore-point-recorded' ORDER BY id DESC";
    private static final String SIGHTING = "SELECT body FROM sighting WHERE database = ?";

    private final SqliteFile file;
    private final SqliteReads reads;
    private final StepTimes times;
    private final Optional<Sealing> sealing;
    private final UnaryOperator<String> scrub;
    private Optional<JournalWriter> writer = Optional.empty();
    private Optional<Connection> writes = Optional.empty();
    private Optional<Introduction> introduction = Optional.empty();
    private boolean closed;

    /** What is recorded in front of everything else. */
    private record Introduction(String stream, Instant at, Entry entry) {}

    private SqliteJournal(SqliteFile file, Optional<AuditSeal> seal, UnaryOperator<String> scrub) {
        this.file = file;
        this.reads = new SqliteReads(file.open());
        this.times = new StepTimes(reads);
        this.sealing = seal.map(given -> new Sealing(file, given));
        this.scrub = scrub;
    }

    /**
     * Opens the journal, or makes it.
     *
     * @throws HoldfastException {@link ErrorCode#JOURNAL_UNWRITABLE} when the file can't be written or is no journal
     */
    public static SqliteJournal open(Path file) {
        return open(SqliteFile.at(file));
    }

    /**
     * As the other one; what is recorded is signed when a run has ended, and after many records.
     *
     * @param scrub takes secrets out of the bodies of records; JSON stays JSON
     */
    public static SqliteJournal open(Path file, AuditSeal seal, UnaryOperator<String> scrub) {
        return new SqliteJournal(SqliteFile.at(file), Optional.of(seal), scrub);
    }

    static SqliteJournal open(SqliteFile file) {
        return open(file, Optional.empty());
    }

    static SqliteJournal open(SqliteFile file, Optional<AuditSeal> seal) {
        return new SqliteJournal(file, seal, UnaryOperator.identity());
    }

    /** {@inheritDoc} An interrupt does not stop it, since then nobody would know what became of the events. */
    @Override
    public AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
        return appended(
                run, expectedVersion, at, events.stream().map(this::encode).toList());
    }

    /** {@inheritDoc} An interrupt does not stop it. */
    @Override
    public AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries) {
        List<Encoded> encoded = entries.stream().map(this::encode).toList();
        return appended(new RunId(stream), expectedVersion, at, encoded);
    }

    /**
     * Records something in front of whatever this process records first; nothing when it records nothing. So a process that only
     * reads writes nothing, and one that acts is known before it does.
     */
    public synchronized void introduce(String stream, Instant at, Entry entry) {
        introduction = Optional.of(new Introduction(stream, at, entry));
    }

    /** Whether what was to be recorded in front has been recorded. */
    public synchronized boolean isIntroduced() {
        return introduction.isEmpty();
    }

    /** Appends an entry to a stream that several processes write to, wherever its end is now. */
    public AppendResult append(String stream, Instant at, Entry entry) {
        return await(append(stream, at, entry, writer()));
    }

    private CompletableFuture<AppendResult> append(String stream, Instant at, Entry entry, JournalWriter writer) {
        return writer.append(new RunId(stream), OptionalLong.empty(), text(at), List.of(encode(entry)));
    }

    /** Both go into the queue in this order, and are mostly written at once. */
    private synchronized void introduceOnce(JournalWriter open) {
        introduction.ifPresent(first -> {
            // Nobody waits for it: if it can't be written, then what comes next can't either, and says so.
            var _ = append(first.stream(), first.at(), first.entry(), open);
        });
        introduction = Optional.empty();
    }

    private AppendResult appended(RunId stream, long expectedVersion, Instant at, List<Encoded> encoded) {
        JournalWriter open = writer();
        introduceOnce(open);
        return await(open.append(stream, OptionalLong.of(expectedVersion), text(at), encoded));
    }

    private Encoded encode(Entry entry) {
        return new Encoded(entry.type(), scrub.apply(entry.body()));
    }

    /** The text of a runbook stays as it is, since a run is pinned to it; what people write there are references to secrets. */
    private Encoded encode(Event event) {
        if (!(event instanceof Event.RunStarted begin)) {
            Encoded encoded = EventCodec.encode(event);
            return new Encoded(encoded.type(), scrub.apply(encoded.body()));
        }
        Map<String, String> parameters = begin.parameters().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> scrubbed(one.getKey(), one.getValue())));
        return EventCodec.encode(new Event.RunStarted(
                begin.runbook(),
                begin.source(),
                begin.hash(),
                begin.mode(),
                scrub.apply(begin.reason()),
                parameters,
                begin.requestedBy()));
    }

    private String scrubbed(String name, String value) {
        String pair = scrub.apply("%s=%s".formatted(name, value));
        return pair.substring(pair.indexOf('=') + 1);
    }

    private static AppendResult await(CompletableFuture<AppendResult> answer) {
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
            writer = Optional.of(new JournalWriter(connection, () -> sealing.ifPresent(Sealing::sealQuietly)));
        }
        return writer.get();
    }

    @Override
    public List<Recorded> read(RunId run) {
        return reads.list("reading run " + run, READ, List.of(run.value()), row -> {
            long index = row.getLong("idx");
            return new Recorded(run, index, Instant.parse(row.getString("at")), decode(run.value(), index, row));
        });
    }

    @Override
    public List<Kept> read(String stream, long after) {
        return reads.list("reading " + stream, RECORDS, List.of(stream, after), row -> {
            Entry entry = new Entry(row.getString("type"), row.getString("body"));
            return new Kept(row.getLong("idx"), Instant.parse(row.getString("at")), entry);
        });
    }

    @Override
    public List<RunId> runs(int limit) {
        return reads.list("listing the runs", RUNS, List.of(limit), row -> new RunId(row.getString("run")));
    }

    @Override
    public List<RestorePoint> all(String database) {
        return reads
                .list(
                        "listing the restore points",
                        RESTORE_POINTS,
                        List.of(),
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
        Optional<PrimarySighting> saved = reads
                .list("reading the last sighting", SIGHTING, List.of(database), row -> sighting(row.getString("body")))
                .stream()
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
            throw SqliteReads.unreadable("event %d of run %s".formatted(index, run), e);
        }
    }

    private static PrimarySighting sighting(String body) {
        try {
            return EventCodec.decodeSighting(body);
        } catch (JacksonException e) {
            throw SqliteReads.unreadable("the last sighting", e);
        }
    }

    @Override
    public List<Duration> durations(String operation, int limit) {
        return times.durations(operation, limit);
    }

    /** Everything that is recorded, and the chain over it. */
    public AuditTrail auditTrail() {
        return () -> SqliteSnapshot.of(file);
    }

    /** Signs what is recorded. Returns the newest checkpoint; empty when nothing is recorded. */
    public Optional<Checkpoint> checkpoint() {
        return sealing.orElseThrow(() -> new IllegalStateException("this journal was opened without a seal"))
                .seal();
    }

    /** Writes what waits, then closes the file. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (writer.isPresent()) {
                writer.get().close();
                sealLast(writer.get());
            }
            if (writes.isPresent()) {
                writes.get().close();
            }
            reads.close();
        } catch (SQLException e) {
            throw SqliteReads.unreadable("closing the journal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "closing the journal", e);
        }
    }

    private void sealLast(JournalWriter closed) {
        if (closed.isToBeSealed()) {
            sealing.ifPresent(Sealing::sealQuietly);
        }
    }
}
