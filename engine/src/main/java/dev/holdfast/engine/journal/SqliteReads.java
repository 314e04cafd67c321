package dev.holdfast.engine.journal;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Queries over one connection, one at a time. */
final class SqliteReads implements AutoCloseable {
    private final Connection connection;

    SqliteReads(Connection connection) {
        this.connection = connection;
    }

    /** Makes something of a row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes a row. */
    interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String attempted, String sql, List<?> arguments, RowReader<T> reader) {
        List<T> found = new ArrayList<>();
        each(attempted, sql, arguments, row -> found.add(reader.read(row)));
        return found;
    }

    synchronized void each(String attempted, String sql, List<?> arguments, RowConsumer consumer) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, arguments.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    consumer.accept(row);
                }
            }
        } catch (SQLException e) {
            throw unreadable(attempted, e);
        }
    }

    static HoldfastException unreadable(String attempted, Exception e) {
        return new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "%s: %s".formatted(attempted, e.getMessage()), e);
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
