package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.service.OrderJson;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;

/** One client of the service, with an address of its own. It opens as many connections as it has requests in flight. */
final class OrderClient implements AutoCloseable {
    private final String address;
    private final InetAddress source;
    private final InetSocketAddress target;
    private final Duration timeout;
    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** What came of a request. */
    sealed interface Reply {
        record Answered(int status, String body) implements Reply {}

        record Unanswered(Failure failure, String detail) implements Reply {}
    }

    OrderClient(String address, URI entrance, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
        source = literal(address);
        target = new InetSocketAddress(literal(entrance.getHost()), entrance.getPort());
    }

    String address() {
        return address;
    }

    Reply put(Order order) {
        return send("PUT", order.id(), OrderJson.write(order));
    }

    Reply get(UUID id) {
        return send("GET", id, "");
    }

    private Reply send(String method, UUID id, String body) {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = """
                %s /orders/%s HTTP/1.1\r
                Host: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(method, id, target.getHostString(), content.length);
        byte[] request = (head + body).getBytes(StandardCharsets.UTF_8);
        Optional<HttpConnection> kept = Optional.ofNullable(idle.pollFirst());
        if (kept.isPresent()) {
            Reply reply = exchange(kept.get(), request, deadline);
            // A server may close a kept connection at any time. Both requests may be repeated, so another connection
            // gets a try.
            if (!(reply instanceof Reply.Unanswered(Failure failure, String _))
                    || failure != Failure.BROKEN
                    || !kept.get().unanswered()) {
                return reply;
            }
        }
        return sendOnNewConnection(request, deadline);
    }

    private Reply sendOnNewConnection(byte[] request, long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.toMillis() <= 0) {
            return timedOut();
        }
        HttpConnection connection;
        try {
            connection = HttpConnection.open(source, target, left);
        } catch (IOException e) {
            return new Reply.Unanswered(Failure.REFUSED, e.toString());
        }
        return exchange(connection, request, deadline);
    }

    private Reply exchange(HttpConnection connection, byte[] request, long deadline) {
        try {
            HttpConnection.Response response = connection.exchange(request, deadline);
            release(connection);
            return new Reply.Answered(response.status(), response.body());
        } catch (SocketTimeoutException e) {
            discard(connection);
            return timedOut();
        } catch (IOException | NumberFormatException e) {
            discard(connection);
            return new Reply.Unanswered(Failure.BROKEN, e.toString());
        }
    }

    private Reply timedOut() {
        return new Reply.Unanswered(Failure.TIMED_OUT, "no answer in " + timeout);
    }

    private void release(HttpConnection connection) {
        if (closed || !connection.reusable()) {
            discard(connection);
            return;
        }
        idle.addFirst(connection);
    }

    private static void discard(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    @Override
    public void close() {
        closed = true;
        for (HttpConnection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            discard(connection);
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + address, e);
        }
    }
}
