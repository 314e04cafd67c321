package dev.holdfast.lab.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Whether this instance can write now: asked from the database each time, never remembered. */
final class Readiness {
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final WriterPool pool;

    Readiness(WriterPool pool) {
        this.pool = pool;
    }

    /** The server at the other end of the writer endpoint, as it names itself. */
    record Server(String address, boolean inRecovery) {}

    /** What one check found. */
    record Report(Optional<Server> server, String detail) {
        boolean ready() {
            return server.isPresent() && !server.get().inRecovery();
        }
    }

    Report check() {
        try (Connection connection = pool.borrow()) {
            Server server = OrderTable.server(connection, LIMIT);
            return new Report(Optional.of(server), server.inRecovery() ? "the writer endpoint leads to a standby" : "");
        } catch (SQLException e) {
            return new Report(Optional.empty(), Orders.reason(e));
        }
    }
}
