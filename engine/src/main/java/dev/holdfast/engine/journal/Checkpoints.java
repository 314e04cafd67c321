package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.ChainHash;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of the checkpoints. */
final class Checkpoints {
    private static final String READ = "SELECT number, seq, hash, at, key, signature FROM checkpoint ORDER BY number";
    private static final String INSERT =
            "INSERT INTO checkpoint (number, seq, hash, at, key, signature) VALUES (?, ?, ?, ?, ?, ?)";

    private Checkpoints() {}

    static List<Checkpoint> read(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            List<Checkpoint> found = new ArrayList<>();
            while (row.next()) {
                found.add(checkpoint(row));
            }
            return found;
        } catch (SQLException e) {
            throw SqliteReads.unreadable("reading the checkpoints", e);
        }
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        long number = row.getLong("number");
        String at = row.getString("at");
        try {
            return new Checkpoint(
                    number,
                    row.getLong("seq"),
                    ChainHash.of(row.getBytes("hash")),
                    Instant.parse(at),
                    row.getString("key"),
                    row.getString("signature"));
        } catch (DateTimeException e) {
            throw new HoldfastException(
                    ErrorCode.AUDIT_BROKEN, "checkpoint %d of the journal has the time '%s'".formatted(number, at), e);
        }
    }

    static void insert(Connection connection, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, checkpoint.number());
            insert.setLong(2, checkpoint.seq());
            insert.setBytes(3, checkpoint.hash().bytes());
            insert.setString(4, checkpoint.at().toString());
            insert.setString(5, checkpoint.key());
            insert.setString(6, checkpoint.signature());
            insert.executeUpdate();
        }
    }
}
