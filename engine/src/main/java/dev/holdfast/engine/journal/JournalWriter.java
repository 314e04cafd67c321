package dev.holdfast.engine.journal;

import dev.holdfast.engine.journal.EventCodec.Encoded;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Group commit: one thread writes whatever waits in one transaction, and answers everybody when that is on the disk.
 *
 * <p>So the price of a disk flush is shared by all who wait for it. Nobody waits for the sighting of a primary: it is written
 * about a second later.
 */
final class JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final Duration SIGHTING_DELAY = Duration.ofSeconds(1);
    private static final int LARGEST_BATCH = 500;
    /** A process that lives long signs its audit trail after so many records, when it has nothing else to write. */
    private static final int RECORDS_TO_SIGN = 500;

    private static final String REMEMBER = """
            INSERT INTO sighting (database, at, body) VALUES (?, ?, ?)
            ON CONFLICT (database) DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at > at
            """;

    private final Connection connection;
    private final Runnable seal;
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final Map<String, PrimarySighting> unsaved = new ConcurrentHashMap<>();
    private final Thread thread;
    private boolean accepting = true;
    private boolean sightingsFail;
    private int unsigned;
    private boolean runFinished;

    /** @param seal signs the audit trail; never called while somebody waits for an append */
    JournalWriter(Connection connection, Runnable seal) {
        this.connection = connection;
        this.seal = seal;
        // A platform thread: it spends its life in the disk's flushes, which would hold a virtual thread's carrier.
        thread = Thread.ofPlatform().daemon().name("journal-writer").start(this::work);
    }

    private sealed interface Request {}

    private record Append(
            RunId run,
            OptionalLong expectedVersion,
            String at,
            List<Encoded> events,
            CompletableFuture<AppendResult> answer)
            implements Request {

        private boolean endsRun() {
            return events.stream().anyMatch(event -> event.type().equals(EventCodec.RUN_FINISHED));
        }
    }

    private record Stop() implements Request {}

    /**
     * Puts the events in the queue. The answer comes when they are on the disk, or is an exception.
     *
     * @param expectedVersion empty when they go to the end, wherever that is
     */
    CompletableFuture<AppendResult> append(RunId run, OptionalLong expectedVersion, String at, List<Encoded> events) {
        Append append = new Append(run, expectedVersion, at, List.copyOf(events), new CompletableFuture<>());
        offer(append);
        return append.answer();
    }

    void remember(PrimarySighting sighting) {
        unsaved.merge(sighting.database(), sighting, JournalWriter::newer);
    }

    /** The newest sighting that is not on the disk yet. */
    Optional<PrimarySighting> unsaved(String database) {
        return Optional.ofNullable(unsaved.get(database));
    }

    static PrimarySighting newer(PrimarySighting one, PrimarySighting other) {
        return one.at().isAfter(other.at()) ? one : other;
    }

    private synchronized void offer(Request request) {
        if (!accepting) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "appending to a journal that is closed");
        }
        queue.add(request);
    }

    /** Writes what waits, then ends. */
    void close() throws InterruptedException {
        synchronized (this) {
            if (accepting) {
                queue.add(new Stop());
            }
            accepting = false;
        }
        thread.join();
    }

    /** Whether something was written that should be signed before the process ends. To be asked after {@link #close}. */
    boolean isToBeSealed() {
        return runFinished || unsigned >= RECORDS_TO_SIGN;
    }

    private void work() {
        try (ChainedRecords records = new ChainedRecords(connection);
                PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
            serve(new Statements(records, remember));
        } catch (SQLException | InterruptedException e) {
            LOG.error("The journal can't be written any more", e);
        } finally {
            refuseWhatWaits();
        }
    }

    private record Statements(ChainedRecords records, PreparedStatement remember) {}

    private void serve(Statements statements) throws InterruptedException {
        long sightingsSaved = System.nanoTime();
        boolean stopping = false;
        while (!stopping) {
            List<Request> taken = take();
            if (taken.isEmpty()) {
                sealWhenDue();
            }
            stopping = taken.stream().anyMatch(Stop.class::isInstance);
            answer(statements, appendsOf(taken));
            if (stopping || System.nanoTime() - sightingsSaved >= SIGHTING_DELAY.toNanos()) {
                saveSightings(statements);
                sightingsSaved = System.nanoTime();
            }
        }
    }

    /** In a thread of its own: the next append may come while the signature is made. */
    private void sealWhenDue() {
        if (isToBeSealed()) {
            unsigned = 0;
            runFinished = false;
            Thread.ofPlatform().daemon().name("journal-sealer").start(seal);
        }
    }

    /** Whatever happens, nobody is left waiting for an answer. */
    private void answer(Statements statements, List<Append> batch) {
        try {
            if (!batch.isEmpty()) {
                commit(statements, batch);
            }
        } finally {
            batch.stream()
                    .filter(append -> !append.answer().isDone())
                    .forEach(append -> append.answer().complete(new AppendResult.Unknown("the writer broke off")));
        }
    }

    private List<Request> take() throws InterruptedException {
        List<Request> taken = new ArrayList<>();
        Request first = queue.poll(SIGHTING_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            queue.drainTo(taken, LARGEST_BATCH);
        }
        return taken;
    }

    private static List<Append> appendsOf(List<Request> taken) {
        return taken.stream()
                .filter(Append.class::isInstance)
                .map(Append.class::cast)
                .toList();
    }

    private void refuseWhatWaits() {
        List<Request> waiting = new ArrayList<>();
        synchronized (this) {
            accepting = false;
            queue.drainTo(waiting);
        }
        appendsOf(waiting).forEach(append -> append.answer().completeExceptionally(unwritable(append, "it is closed")));
    }

    private void commit(Statements statements, List<Append> batch) {
        List<AppendResult> results = new ArrayList<>();
        try {
            execute("BEGIN IMMEDIATE");
            statements.records().goToEnd();
            for (Append append : batch) {
                results.add(write(statements, append));
            }
        } catch (SQLException e) {
            rollBack();
            refuse(statements, batch, e);
            return;
        }
        finish(batch, results);
    }

    private void finish(List<Append> batch, List<AppendResult> results) {
        try {
            execute("COMMIT");
        } catch (SQLException e) {
            rollBack();
            batch.forEach(append -> answerFailedCommit(append, e));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(results.get(i));
            unsigned += batch.get(i).events().size();
            runFinished |= batch.get(i).endsRun();
        }
    }

    /** One that can't be written must not take the others down with it: each is tried by itself. */
    private void refuse(Statements statements, List<Append> batch, SQLException e) {
        if (batch.size() > 1) {
            batch.forEach(append -> commit(statements, List.of(append)));
            return;
        }
        batch.forEach(append -> append.answer().completeExceptionally(unwritable(append, e)));
    }

    /** A commit that broke off in the middle of a flush may be found on the disk later. */
    private static void answerFailedCommit(Append append, SQLException e) {
        if (e instanceof SQLiteException sqlite && wroteNothing(sqlite.getResultCode())) {
            append.answer().completeExceptionally(unwritable(append, e));
            return;
        }
        append.answer().complete(new AppendResult.Unknown("commit failed: " + e.getMessage()));
    }

    private static boolean wroteNothing(SQLiteErrorCode code) {
        return code == SQLiteErrorCode.SQLITE_FULL
                || code == SQLiteErrorCode.SQLITE_BUSY
                || code == SQLiteErrorCode.SQLITE_READONLY;
    }

    private static HoldfastException unwritable(Append append, Exception cause) {
        return new HoldfastException(
                ErrorCode.JOURNAL_UNWRITABLE,
                "appending to run %s: %s".formatted(append.run(), cause.getMessage()),
                cause);
    }

    private static HoldfastException unwritable(Append append, String reason) {
        return new HoldfastException(
                ErrorCode.JOURNAL_UNWRITABLE, "appending to run %s: %s".formatted(append.run(), reason));
    }

    private static AppendResult write(Statements statements, Append append) throws SQLException {
        long version = statements.records().version(append.run().value());
        if (append.expectedVersion().orElse(version) != version) {
            return new AppendResult.Conflict(version);
        }
        for (Encoded event : append.events()) {
            version++;
            statements.records().append(append.run().value(), version, append.at(), event);
        }
        return new AppendResult.Appended(version);
    }

    private void saveSightings(Statements statements) {
        for (PrimarySighting sighting : List.copyOf(unsaved.values())) {
            try {
                PreparedStatement remember = statements.remember();
                remember.setString(1, sighting.database());
                remember.setString(2, SqliteJournal.text(sighting.at()));
                remember.setString(3, EventCodec.encode(sighting));
                remember.executeUpdate();
                unsaved.remove(sighting.database(), sighting);
                sightingsFail = false;
            } catch (SQLException e) {
                tellOnce(sighting, e);
            }
        }
    }

    private void tellOnce(PrimarySighting sighting, SQLException e) {
        if (!sightingsFail) {
            LOG.warn("The last sighting of the primary of {} can't be saved; trying again", sighting.database(), e);
        }
        sightingsFail = true;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void rollBack() {
        try {
            if (!connection.isClosed()) {
                execute("ROLLBACK");
            }
        } catch (SQLException e) {
            // The server of the file rolls back by itself on most errors; then there is nothing left to roll back.
            LOG.debug("Nothing to roll back", e);
        }
    }
}
