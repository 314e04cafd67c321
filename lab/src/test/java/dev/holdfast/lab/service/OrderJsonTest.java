package dev.holdfast.lab.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderJsonTest {
    private static final UUID ID = UUID.fromString("5e0f3a52-3c5d-4f77-9a52-31b3b80f1f0e");

    @Test
    void anOrderComesBackAsItWasWritten() {
        var order = new Order(
                ID, "eu-west-1", "127.66.3.1", Instant.parse("2026-11-23T03:00:00.123456Z"), "\"rope\" \u00e9", 7);

        assertThat(OrderJson.read(ID, OrderJson.write(order))).isEqualTo(order);
    }

    @Test
    void whatTheServiceDoesNotKnowIsPassedOver() {
        String body = """
                {"note": {"a": [1, 2]}, "region": "r", "client": "c", "client_time": "2026-11-23T03:00:00Z",
                 "item": "rope", "quantity": 1, "gift": null}
                """;

        assertThat(OrderJson.read(ID, body).item()).isEqualTo("rope");
    }

    @Test
    void theClockIsKeptAsFinelyAsTheDatabaseDoes() {
        var order = new Order(ID, "r", "c", Instant.parse("2026-11-23T03:00:00.123456789Z"), "rope", 1);

        assertThat(order.clientTime()).isEqualTo(Instant.parse("2026-11-23T03:00:00.123456Z"));
    }
}
