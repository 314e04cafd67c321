package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.AuditTrail;
import dev.holdfast.engine.audit.AuditTrail.Entry;
import dev.holdfast.engine.audit.AuditTrail.Link;
import dev.holdfast.engine.audit.ChainHash;
import dev.holdfast.engine.audit.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The audit trail of a journal as it was at one moment: a read transaction over a connection of its own. */
final class SqliteSnapshot implements AuditTrail.Snapshot {
    private static final String RECORDS = "SELECT id, run, idx, at, type, body FROM event WHERE id > ? ORDER BY id";
    private static final String ENTRIES = "SELECT seq, stream, idx, hash FROM audit WHERE seq > ? ORDER BY seq";
    private static final String ATTEMPTED = "reading the audit trail";

    private final Connection connection;

    private SqliteSnapshot(Connection connection) {
        this.connection = connection;
    }

    static SqliteSnapshot of(SqliteFile file) {
        Connection connection = file.open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            // The moment is that of the first read.
            statement.executeQuery("SELECT max(seq) FROM audit").close();
            return new SqliteSnapshot(connection);
        } catch (SQLException e) {
            throw SqliteReads.unreadable(ATTEMPTED, e);
        }
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return Checkpoints.read(connection);
    }

    /** Both tables are read side by side, so that a row that is missing in one of them is noticed. */
    @Override
    public void links(long after, Consumer<Link> consumer) {
        try (PreparedStatement records = connection.prepareStatement(RECORDS);
                PreparedStatement entries = connection.prepareStatement(ENTRIES)) {
            records.setLong(1, after);
            entries.setLong(1, after);
            try (ResultSet record = records.executeQuery();
                    ResultSet entry = entries.executeQuery()) {
                merge(record, entry, consumer);
            }
        } catch (SQLException e) {
            throw SqliteReads.unreadable(ATTEMPTED, e);
        }
    }

    private static void merge(ResultSet record, ResultSet entry, Consumer<Link> consumer) throws SQLException {
        long nextRecord = next(record);
        long nextEntry = next(entry);
        while (nextRecord < Long.MAX_VALUE || nextEntry < Long.MAX_VALUE) {
            long seq = Math.min(nextRecord, nextEntry);
            Optional<AuditRecord> found = nextRecord == seq ? Optional.of(record(record)) : Optional.empty();
            Optional<Entry> known = nextEntry == seq ? Optional.of(entry(entry)) : Optional.empty();
            consumer.accept(new Link(seq, found, known));
            nextRecord = found.isPresent() ? next(record) : nextRecord;
            nextEntry = known.isPresent() ? next(entry) : nextEntry;
        }
    }

    private static long next(ResultSet row) throws SQLException {
        return row.next() ? row.getLong(1) : Long.MAX_VALUE;
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("id"),
                row.getString("run"),
                row.getLong("idx"),
                row.getString("at"),
                row.getString("type"),
                row.getString("body"));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(row.getString("stream"), row.getLong("idx"), ChainHash.of(row.getBytes("hash")));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteReads.unreadable(ATTEMPTED, e);
        }
    }
}
