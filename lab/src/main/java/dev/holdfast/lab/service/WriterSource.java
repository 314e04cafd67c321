package dev.holdfast.lab.service;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections to the writer endpoint, and keeps trying until one opens.
 *
 * <p>The pool doubles its pause after every attempt that failed, up to five seconds, and so would find a new primary seconds after it
 * takes writes. A refused attempt at the load balancer costs far less than a millisecond, so the trying is done in here, at a
 * constant short pause, and the pool never sees a failure.
 */
final class WriterSource implements DataSource {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Driver DRIVER = new Driver();

    private final Supplier<ServiceSettings> settings;
    private volatile boolean closed;
    private volatile Optional<SQLException> lastFailure = Optional.empty();

    WriterSource(Supplier<ServiceSettings> settings) {
        this.settings = settings;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (!closed && !Thread.currentThread().isInterrupted()) {
            try {
                Connection connection = connect(settings.get());
                lastFailure = Optional.empty();
                return connection;
            } catch (SQLException e) {
                lastFailure = Optional.of(e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        throw new SQLException("the service is stopping");
    }

    /** Why no connection could be opened just now. */
    Optional<SQLException> lastFailure() {
        return lastFailure;
    }

    void close() {
        closed = true;
    }

    /** One attempt. */
    static Connection connect(ServiceSettings settings) throws SQLException {
        ServiceSettings.Database database = settings.database();
        var properties = new Properties();
        PGProperty.USER.set(properties, database.user());
        PGProperty.APPLICATION_NAME.set(properties, settings.instance());
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        // Saves the round trips in which the driver finds out what it talks to.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        PGProperty.CONNECT_TIMEOUT.set(properties, 1);
        // Bounds the log-in when nobody cuts the connection to a server that hangs. Long enough for a server that is
        // starved of processor
        // time: giving up and trying again would starve it more. Queries set their own limit; see Orders.
        PGProperty.SOCKET_TIMEOUT.set(properties, 3);
        // Not loginTimeout: the driver would start a thread for every attempt.
        String url = "jdbc:postgresql://%s/%s".formatted(database.writer(), database.name());
        return Optional.ofNullable(DRIVER.connect(url, properties))
                .orElseThrow(() -> new SQLException("the driver does not accept " + url));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user comes from the settings");
    }

    /** The driver's own log writer is not used. */
    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("this source has no log writer");
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        // Events go to the log of the service.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The pool sets one; the socket time-out above bounds a log-in without a thread for it.
    }

    @Override
    public int getLoginTimeout() {
        return 1;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
