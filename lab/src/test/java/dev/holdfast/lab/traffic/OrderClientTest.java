package dev.holdfast.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.OrderClient.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderClientTest {
    private static final String SOURCE = "127.66.43.9";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String COUNTED = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final String CHUNKED =
            "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n";
    private static final String UNTIL_CLOSED = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\nno server";

    private final Order order = new Order(UUID.randomUUID(), "us-east-1", SOURCE, Instant.now(), "rope", 1);

    @Test
    void readsEveryFormOfAnAnswerAndKeepsTheConnection() {
        try (var server = new ScriptedServer(COUNTED, CHUNKED, UNTIL_CLOSED);
                var client = client(server)) {
            assertThat(client.get(order.id()).reply()).isEqualTo(new Reply.Answered(200, "hi"));
            assertThat(client.put(order).reply()).isEqualTo(new Reply.Answered(201, "abcde"));
            assertThat(client.get(order.id()).reply()).isEqualTo(new Reply.Answered(503, "no server"));

            assertThat(server.clients()).containsExactly(SOURCE);
            assertThat(server.requests())
                    .containsExactly(
                            "GET /orders/" + order.id() + " HTTP/1.1",
                            "PUT /orders/" + order.id() + " HTTP/1.1",
                            "GET /orders/" + order.id() + " HTTP/1.1");
        }
    }

    @Test
    void aKeptConnectionThatTheServerClosedGetsASecondTry() {
        try (var server = new ScriptedServer(COUNTED, "", COUNTED);
                var client = client(server)) {
            client.get(order.id());

            assertThat(client.put(order).reply()).isEqualTo(new Reply.Answered(200, "hi"));
            assertThat(server.clients()).hasSize(2);
        }
    }

    @Test
    void aNewConnectionThatBreaksIsAFailure() {
        try (var server = new ScriptedServer("");
                var client = client(server)) {
            assertThat(client.put(order).reply())
                    .satisfies(reply -> assertThat(failure(reply)).isEqualTo(Failure.BROKEN));
        }
    }

    @Test
    void anAnswerThatIsCutShortIsAFailureAndNotTriedAgain() {
        try (var server = new ScriptedServer(
                        COUNTED, "HTTP/1.1 201 Created\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf");
                var client = client(server)) {
            client.get(order.id());

            assertThat(failure(client.put(order).reply())).isEqualTo(Failure.BROKEN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAFailure() {
        try (var server = new ScriptedServer("HTTP/1.1 200 OK\r\n");
                var client = new OrderClient(SOURCE, way(server.entrance()), Duration.ofMillis(50))) {
            assertThat(failure(client.put(order).reply())).isEqualTo(Failure.TIMED_OUT);
        }
    }

    @Test
    void aClosedEntranceRefuses() {
        var server = new ScriptedServer();
        var entrance = server.entrance();
        server.close();
        try (var client = new OrderClient(SOURCE, way(entrance), TIMEOUT)) {
            assertThat(failure(client.put(order).reply())).isEqualTo(Failure.REFUSED);
        }
    }

    private static OrderClient client(ScriptedServer server) {
        return new OrderClient(SOURCE, way(server.entrance()), TIMEOUT);
    }

    private static Directions way(URI entrance) {
        return Directions.to(new Entrance.Direct(entrance), SOURCE, 0);
    }

    private static Failure failure(Reply reply) {
        return switch (reply) {
            case Reply.Unanswered(Failure failure, String _) -> failure;
            case Reply.Answered answered -> throw new AssertionError("answered: " + answered);
        };
    }
}
