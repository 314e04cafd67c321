package dev.holdfast.drivers.postgresql;

import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** An open session, whose every use belongs to an {@link Attempt}. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Socket socket;

    private Session(Connection connection, Socket socket) {
        this.connection = connection;
        this.socket = socket;
    }

    static Session open(Login login) throws SQLException {
        Connection connection = DriverManager.getConnection(login.url(), login.properties());
        return new Session(connection, Attempt.heldSocket());
    }

    /** Uses the session within the attempt of this thread. */
    <T> T use(SqlWork<T> work) throws SQLException {
        Attempt.holds(socket);
        return work.on(this);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads the first column of the first row, as text; empty when there is no row or it is null. */
    Optional<String> value(String sql, Object... parameters) throws SQLException {
        return query(sql, rows -> rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty(), parameters);
    }

    boolean holds(String sql, Object... parameters) throws SQLException {
        return value(sql, parameters).map("t"::equals).orElse(false);
    }

    <T> T query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return reader.read(rows);
            }
        }
    }

    /** Whether the session outlived this failure. */
    boolean survived(SQLException failure) throws SQLException {
        return !connection.isClosed() && Fault.of(failure) instanceof Fault.Said said && !said.fatal();
    }

    /** Says nothing more to the server: it notices that the socket is closed. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
        }
    }

    /** Something that is done with a session. */
    @FunctionalInterface
    interface SqlWork<T> {
        T on(Session session) throws SQLException;
    }

    /** Reads the rows of a result. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
