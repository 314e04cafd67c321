package dev.holdfast.lab.server;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A short administrative session with one server. */
public final class PostgresSession implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final HostPort address;
    private final Connection connection;

    private PostgresSession(HostPort address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** Opens a session, whose own commits do not wait for standbys. */
    public static PostgresSession open(HostPort address, String database) {
        return open(address, database, READ);
    }

    private static PostgresSession open(HostPort address, String database, Duration read) {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresNode.SUPERUSER);
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(read.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(read.toSeconds()));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "lab");
        properties.setProperty("options", "-c synchronous_commit=local");
        try {
            return new PostgresSession(
                    address, DriverManager.getConnection("jdbc:postgresql://" + address + "/" + database, properties));
        } catch (SQLException e) {
            throw failure(address, "connecting", e);
        }
    }

    /** Whether the server takes a connection and answers a query. */
    public static boolean answers(HostPort address) {
        return look(address, "select 1").isPresent();
    }

    /** Whether the server is a standby; empty when it does not answer. */
    public static Optional<Boolean> inRecovery(HostPort address) {
        return look(address, "select pg_is_in_recovery()").map("t"::equals);
    }

    /** The first column of the first row; empty when the server does not answer. */
    public static Optional<String> look(HostPort address, String query) {
        try (PostgresSession session = open(address, "postgres", LOOK)) {
            return session.value(query);
        } catch (HoldfastException unreachable) {
            return Optional.empty();
        }
    }

    /** The first column of the first row, as text. */
    public Optional<String> value(String query, String... values) {
        return column(query, values).stream().findFirst();
    }

    /** The first column of every row, as text; what is NULL is left out. */
    public List<String> column(String query, String... values) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<String> column = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Optional.ofNullable(rows.getString(1)).ifPresent(column::add);
                }
            }
            return column;
        } catch (SQLException e) {
            throw failure(address, query, e);
        }
    }

    /** Runs statements that return nothing of interest. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(address, sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(address, "closing the session", e);
        }
    }

    private static HoldfastException failure(HostPort address, String what, SQLException e) {
        return new HoldfastException(
                ErrorCode.DATABASE_UNREACHABLE,
                "%s at %s: %s".formatted(what.lines().findFirst().orElse(what), address, e.getMessage()),
                e);
    }
}
