package dev.holdfast.lab.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What a client ordered.
 *
 * @param clientTime the client's own clock; kept in microseconds, because that is what the database stores
 */
public record Order(UUID id, String region, String client, Instant clientTime, String item, int quantity) {

    public Order {
        clientTime = clientTime.truncatedTo(ChronoUnit.MICROS);
    }
}
