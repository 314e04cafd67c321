package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.service.OrderJson;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * One client of the service, with an address of its own. It opens as many connections as it has requests in flight, keeps them, and
 * asks for the way only when it opens a new one.
 */
final class OrderClient implements AutoCloseable {
    private final InetAddress source;
    private final Directions directions;
    private final Duration timeout;
    private final KeptConnections kept = new KeptConnections();

    /** What came of a request. */
    sealed interface Reply {
        record Answered(int status, String body) implements Reply {}

        record Unanswered(Failure failure, String detail) implements Reply {}
    }

    /**
     * A request, with the repetition on a new connection that a kept one may need.
     *
     * @param entrance the IP address that it was sent to last; {@link Route#NOWHERE} when none was known
     */
    record Attempt(String entrance, Reply reply) {}

    OrderClient(String address, Directions directions, Duration timeout) {
        this.directions = directions;
        this.timeout = timeout;
        source = literal(address);
    }

    Attempt put(Order order) {
        return send("PUT", order.id(), OrderJson.write(order));
    }

    Attempt get(UUID id) {
        return send("GET", id, "");
    }

    private Attempt send(String method, UUID id, String body) {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = """
                %s /orders/%s HTTP/1.1\r
                Host: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(method, id, directions.host(), content.length);
        byte[] request = (head + body).getBytes(StandardCharsets.UTF_8);
        Optional<HttpConnection> connection = kept.take();
        if (connection.isPresent()) {
            Attempt attempt = exchange(connection.get(), request, deadline);
            // A server may close a kept connection at any time. Both requests may be repeated, so another connection
            // gets a try.
            if (!(attempt.reply() instanceof Reply.Unanswered(Failure failure, String _))
                    || failure != Failure.BROKEN
                    || !connection.get().unanswered()) {
                return attempt;
            }
        }
        return sendOnNewConnection(request, deadline);
    }

    private Attempt sendOnNewConnection(byte[] request, long deadline) {
        InetSocketAddress target;
        try {
            target = directions.forRequests();
        } catch (IOException e) {
            return new Attempt(Route.NOWHERE, new Reply.Unanswered(Failure.UNRESOLVED, e.toString()));
        }
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.toMillis() <= 0) {
            return new Attempt(address(target), timedOut());
        }
        try {
            return exchange(HttpConnection.open(source, target, left), request, deadline);
        } catch (IOException e) {
            kept.leave(target);
            return new Attempt(address(target), new Reply.Unanswered(Failure.REFUSED, e.toString()));
        }
    }

    private Attempt exchange(HttpConnection connection, byte[] request, long deadline) {
        return new Attempt(address(connection.target()), reply(connection, request, deadline));
    }

    private Reply reply(HttpConnection connection, byte[] request, long deadline) {
        try {
            HttpConnection.Response response = connection.exchange(request, deadline);
            kept.giveBack(connection);
            return new Reply.Answered(response.status(), response.body());
        } catch (SocketTimeoutException e) {
            abandon(connection);
            return timedOut();
        } catch (IOException | NumberFormatException e) {
            abandon(connection);
            return new Reply.Unanswered(Failure.BROKEN, e.toString());
        }
    }

    private void abandon(HttpConnection connection) {
        KeptConnections.discard(connection);
        kept.leave(connection.target());
    }

    private Reply timedOut() {
        return new Reply.Unanswered(Failure.TIMED_OUT, "no answer in " + timeout);
    }

    private static String address(InetSocketAddress target) {
        return target.getAddress().getHostAddress();
    }

    @Override
    public void close() {
        kept.close();
    }

    static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + address, e);
        }
    }
}
