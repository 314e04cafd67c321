package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.ChainHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Writes records and their entries in the chain of the audit trail, within a transaction that the caller begins and ends.
 *
 * <p>Other processes write to the same chain, so its end is read anew in every transaction.
 */
final class ChainedRecords implements AutoCloseable {
    private static final String VERSION = "SELECT coalesce(max(idx), 0) FROM event WHERE run = ?";
    /** A chain that somebody damaged must not keep anybody from recording: the next number is free in both tables. */
    private static final String END = """
            SELECT max(coalesce((SELECT max(seq) FROM audit), 0), coalesce((SELECT max(id) FROM event), 0)) AS seq,
                   (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1) AS hash
            """;

    private static final String RECORD = "INSERT INTO event (id, run, idx, at, type, body) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String ENTRY = "INSERT INTO audit (seq, stream, idx, hash) VALUES (?, ?, ?, ?)";

    private final PreparedStatement version;
    private final PreparedStatement end;
    private final PreparedStatement record;
    private final PreparedStatement entry;
    private long seq;
    private ChainHash hash = ChainHash.BEGINNING;

    ChainedRecords(Connection connection) throws SQLException {
        version = connection.prepareStatement(VERSION);
        end = connection.prepareStatement(END);
        record = connection.prepareStatement(RECORD);
        entry = connection.prepareStatement(ENTRY);
    }

    /** To be called at the beginning of each transaction that writes. */
    void goToEnd() throws SQLException {
        try (ResultSet row = end.executeQuery()) {
            row.next();
            seq = row.getLong("seq");
            byte[] newest = row.getBytes("hash");
            hash = newest == null ? ChainHash.BEGINNING : ChainHash.of(newest);
        }
    }

    /** How many records a stream has. */
    long version(String stream) throws SQLException {
        version.setString(1, stream);
        try (ResultSet row = version.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    void append(String stream, long index, String at, EventCodec.Encoded encoded) throws SQLException {
        AuditRecord next = new AuditRecord(seq + 1, stream, index, at, encoded.type(), encoded.body());
        record.setLong(1, next.seq());
        record.setString(2, stream);
        record.setLong(3, index);
        record.setString(4, at);
        record.setString(5, encoded.type());
        record.setString(6, encoded.body());
        record.executeUpdate();
        chain(next);
    }

    /** Adds the entry of a record that is in the journal already. */
    void chain(AuditRecord next) throws SQLException {
        hash = hash.then(next);
        seq = next.seq();
        entry.setLong(1, seq);
        entry.setString(2, next.stream());
        entry.setLong(3, next.index());
        entry.setBytes(4, hash.bytes());
        entry.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        version.close();
        end.close();
        record.close();
        entry.close();
    }
}
