package dev.holdfast.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;

/** The connections of one client that wait for a next request. DNS is not asked again as long as there is one. */
final class KeptConnections implements AutoCloseable {
    /** What a burst opened is closed after it. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Optional<HttpConnection> take() {
        for (HttpConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (!isStale(next)) {
                return Optional.of(next);
            }
            discard(next);
        }
        return Optional.empty();
    }

    void giveBack(HttpConnection connection) {
        if (closed || !connection.reusable()) {
            discard(connection);
            return;
        }
        idle.addFirst(connection);
        closeThose(KeptConnections::isStale);
    }

    /** An entrance that failed one request fails the next ones as well. */
    void leave(InetSocketAddress target) {
        closeThose(connection -> connection.target().equals(target));
    }

    private void closeThose(Predicate<HttpConnection> unwanted) {
        for (HttpConnection connection : idle) {
            // Whoever removes it owns it: another request may take it at the same moment.
            if (unwanted.test(connection) && idle.remove(connection)) {
                discard(connection);
            }
        }
    }

    private static boolean isStale(HttpConnection connection) {
        return connection.idle().compareTo(LONGEST_IDLE) > 0;
    }

    static void discard(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    @Override
    public void close() {
        closed = true;
        closeThose(_ -> true);
    }
}
