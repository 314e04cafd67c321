package dev.holdfast.lab.judge;

import dev.holdfast.lab.service.Order;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.postgresql.PGProperty;

/** Reads the rows straight from the server, not through anything that recovery touched. */
final class JdbcOrderRows implements OrderRows {
    private static final int CONNECT_SECONDS = 3;
    /** A server that hangs is connected to all the same; it must not be waited for as long as for the rows of a busy one. */
    private static final int LOGIN_SECONDS = 5;

    private static final Duration READ = Duration.ofSeconds(30);
    private static final int BATCH = 2000;
    /** A broken index could hide a row or a double one: only the table itself counts. */
    private static final String TABLE_ONLY = """
            set local enable_indexscan = off;
            set local enable_indexonlyscan = off;
            set local enable_bitmapscan = off
            """;

    private static final String ROLE = "select pg_is_in_recovery()";
    private static final String ROWS = """
            select id, region, client, client_time, item, quantity, timeline from orders
            """;

    private final JudgeInput.Rows source;

    JdbcOrderRows(JudgeInput.Rows source) {
        this.source = source;
    }

    @Override
    public void forEach(Consumer<Row> reader) throws UnreadableException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            // Inside a transaction the driver fetches in batches instead of all at once.
            connection.setAutoCommit(false);
            statement.execute(TABLE_ONLY);
            refuseStandby(statement);
            statement.setFetchSize(BATCH);
            try (ResultSet rows = statement.executeQuery(ROWS)) {
                while (rows.next()) {
                    reader.accept(row(rows));
                }
            }
        } catch (SQLException e) {
            throw new UnreadableException(source.server() + ": " + e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        PGProperty.USER.set(properties, source.user());
        PGProperty.APPLICATION_NAME.set(properties, "judge");
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, LOGIN_SECONDS);
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://%s/%s".formatted(source.server(), source.database()), properties);
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(READ.toMillis()));
        return connection;
    }

    /** A standby may lack rows that the primary has. */
    private void refuseStandby(Statement statement) throws SQLException, UnreadableException {
        try (ResultSet role = statement.executeQuery(ROLE)) {
            role.next();
            if (role.getBoolean(1)) {
                throw new UnreadableException(source.server() + " is a standby");
            }
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        var order = new Order(
                row.getObject("id", UUID.class),
                row.getString("region"),
                row.getString("client"),
                row.getObject("client_time", OffsetDateTime.class).toInstant(),
                row.getString("item"),
                row.getInt("quantity"));
        return new Row(order, row.getInt("timeline"));
    }
}
