package dev.holdfast.lab.service;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Loses a connection on purpose, once, when an instance starts.
 *
 * <p>The code that runs when a primary dies has not run before, and to load it costs a JVM tens of milliseconds of processor time. All
 * instances would spend it in the same moment, and on the same processors that promote the new primary.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofMillis(500);

    private Rehearsal() {}

    static void run(ServiceSettings settings, WriterPool pool) {
        loseLogIn(settings);
        loseSession(pool);
    }

    /** A writer endpoint without a server behind it: the connection opens, and is closed at once. */
    private static void loseLogIn(ServiceSettings settings) {
        String host = settings.listen().host();
        try (var endpoint = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            Thread.ofVirtual().start(() -> refuse(endpoint));
            WriterSource.connect(settings.withWriter(new HostPort(host, endpoint.getLocalPort())))
                    .close();
        } catch (SQLException | IOException e) {
            // This is what was to be rehearsed.
        }
    }

    private static void refuse(ServerSocket endpoint) {
        try (Socket connection = endpoint.accept()) {
            connection.shutdownOutput();
        } catch (IOException e) {
            // The log-in has failed all the same.
        }
    }

    /** A connection of the pool that breaks under a query. */
    private static void loseSession(WriterPool pool) {
        try (Connection connection = pool.borrow()) {
            connection.abort(Runnable::run);
            OrderTable.server(connection, LIMIT);
        } catch (SQLException e) {
            // This is what was to be rehearsed; without a database, its absence rehearses it.
        }
    }
}
