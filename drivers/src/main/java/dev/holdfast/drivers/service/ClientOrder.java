package dev.holdfast.drivers.service;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An order that Holdfast writes and reads back as a client of the service does. */
record ClientOrder(UUID id, String region, String client, Instant clientTime, String item, int quantity) {

    /** A new order of a client in that region; databases keep no nanoseconds, so it has none. */
    static ClientOrder of(String region) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new ClientOrder(UUID.randomUUID(), region, "holdfast", now, "connectivity-check", 1);
    }

    /** Writes it, and reads it back when that worked. */
    ClientRequest send(Entrance entrance, Deadline deadline) {
        long start = System.nanoTime();
        URI uri = URI.create(entrance.url() + "/orders/" + id);
        Outcome outcome;
        try (HttpSession http = new HttpSession()) {
            outcome = exchange(http, uri, deadline);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new ClientRequest(region, outcome.served(), outcome.detail(), took);
    }

    private Outcome exchange(HttpSession http, URI uri, Deadline deadline) {
        Reply written = http.put(uri, json(), deadline).reply();
        if (!written.is(201) && !written.is(200)) {
            return new Outcome(false, "PUT %s: %s".formatted(uri, written.text()));
        }
        if (!isIn(written)) {
            return new Outcome(
                    false, "PUT %s acknowledged another order than %s: %s".formatted(uri, json(), written.text()));
        }
        Reply read = http.get(uri, deadline).reply();
        if (!read.is(200)) {
            return new Outcome(false, "PUT %s: written; GET: %s".formatted(uri, read.text()));
        }
        if (!isIn(read)) {
            return new Outcome(false, "GET %s gave another order than %s: %s".formatted(uri, json(), read.text()));
        }
        return new Outcome(true, "PUT and GET %s: written and read back".formatted(uri));
    }

    private String json() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("region", region)
                .put("client", client)
                .put("client_time", clientTime.toString())
                .put("item", item)
                .put("quantity", quantity)
                .toString();
    }

    private boolean isIn(Reply reply) {
        JsonNode json = reply.json();
        return text(json, "id").equals(id.toString())
                && text(json, "region").equals(region)
                && text(json, "client").equals(client)
                && text(json, "item").equals(item)
                && json.path("quantity").asInt(0) == quantity
                && isClientTime(text(json, "client_time"));
    }

    /** The service may write the same moment with another offset or more digits. */
    private boolean isClientTime(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().equals(clientTime);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asString("");
    }

    private record Outcome(boolean served, String detail) {}
}
