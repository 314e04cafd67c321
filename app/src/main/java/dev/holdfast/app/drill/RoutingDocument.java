package dev.holdfast.app.drill;

import dev.holdfast.lab.judge.ClientsOfRegion;
import dev.holdfast.lab.judge.Routing;
import dev.holdfast.lab.judge.Sockets;
import dev.holdfast.lab.judge.Tail;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the clients went, as JSON objects; durations in seconds. */
final class RoutingDocument {
    private RoutingDocument() {}

    static Map<String, Object> of(Routing routing) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "clients",
                routing.clients().stream().map(RoutingDocument::clients).toList());
        document.put("websockets", sockets(routing.sockets()));
        return document;
    }

    private static Map<String, Object> clients(ClientsOfRegion clients) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("home", clients.region());
        document.put("clients", clients.clients());
        clients.slowest().ifPresent(slowest -> {
            document.put("longest_wait_seconds", seconds(slowest.outage().length()));
            document.put("waits_still", slowest.outage().ongoing());
            document.put("waited", slowest.client());
            document.put("country", slowest.country());
            slowest.servedBy().ifPresent(region -> document.put("served_by", region));
        });
        document.put("writes_before", clients.before());
        document.put("writes_after", clients.after());
        return document;
    }

    private static Map<String, Object> sockets(Sockets sockets) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("held", sockets.held());
        document.put("dropped", sockets.dropped());
        document.put("reconnected", sockets.reconnected());
        document.put("not_back", sockets.notBack().size());
        document.put("never_opened", sockets.neverOpened());
        sockets.longestAway().ifPresent(away -> document.put("longest_away_seconds", seconds(away)));
        return document;
    }

    static Map<String, Object> of(Tail tail) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("region", tail.region());
        document.put("since", tail.since().toString());
        document.put("requests", tail.requests());
        document.put("failed", tail.failed());
        document.put("websockets", tail.sockets());
        document.put("seconds", seconds(tail.length()));
        put(document, "last_request", tail.lastRequest());
        put(document, "last_websocket", tail.lastSocket());
        return document;
    }

    private static void put(Map<String, Object> document, String name, Optional<Instant> moment) {
        moment.ifPresent(known -> document.put(name, known.toString()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
