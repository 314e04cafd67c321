package dev.holdfast.lab.service;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A few pooled connections to the writer endpoint. */
final class WriterPool implements AutoCloseable {
    /** Six instances share the hundred connections of a PostgreSQL server with replication and with Holdfast. */
    private static final int SIZE = 6;
    /** Few, so that a new primary is not flooded with log-ins at the moment when the first write matters. */
    private static final int IDLE = 2;
    /** The pool's smallest. A request that gets no connection in it asks again until its own budget is spent. */
    private static final long PATIENCE_MILLIS = 250;

    private final WriterSource source;
    private final HikariDataSource pool;

    WriterPool(Supplier<ServiceSettings> settings, MeterRegistry metrics) {
        source = new WriterSource(settings);
        var config = new HikariConfig();
        config.setPoolName("writer");
        config.setDataSource(source);
        config.setMaximumPoolSize(SIZE);
        config.setMinimumIdle(IDLE);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setValidationTimeout(PATIENCE_MILLIS);
        // Starts without a database, too: then it is alive and not ready.
        config.setInitializationFailTimeout(-1);
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        pool = new HikariDataSource(config);
    }

    /** A connection to whatever the writer endpoint leads to; waits a quarter of a second for one at most. */
    Connection borrow() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            // The pool only knows that nobody gave it a connection; the source knows why.
            source.lastFailure().ifPresent(e::addSuppressed);
            throw e;
        }
    }

    /** How many requests wait for a connection. */
    int waiting() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    /** Closes the connections that are idle, and the busy ones when they come back. */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        source.close();
        pool.close();
    }
}
