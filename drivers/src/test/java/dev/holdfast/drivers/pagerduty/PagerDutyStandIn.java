package dev.holdfast.drivers.pagerduty;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.drivers.channel.HttpStandIn;
import dev.holdfast.drivers.channel.HttpStandIn.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers {@code /v2/enqueue} as PagerDuty's documentation says: 202 for an event, 400 for one that is not valid. */
final class PagerDutyStandIn implements AutoCloseable {
    static final String ROUTING_KEY = "hunter2planted0123456789abcdef01";
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, JsonNode> alerts = new ConcurrentHashMap<>();

    private final HttpStandIn http;

    PagerDutyStandIn() throws IOException {
        http = new HttpStandIn(this::reply);
    }

    /** The server itself, and the trouble it can be in. */
    HttpStandIn http() {
        return http;
    }

    @Override
    public void close() {
        http.close();
    }

    /** The open alerts by their key; the same key opens one alert. */
    Map<String, JsonNode> alerts() {
        return alerts;
    }

    /** What an open alert says. */
    JsonNode payload(String key) {
        return Optional.ofNullable(alerts.get(key)).orElseThrow().path("payload");
    }

    private Reply reply(HttpExchange exchange, String body) {
        if (!exchange.getRequestURI().getPath().equals("/v2/enqueue")
                || !exchange.getRequestMethod().equals("POST")) {
            return new Reply(404, "{}");
        }
        try {
            return reply(JSON.readTree(body));
        } catch (JacksonException e) {
            return invalid("Could not parse JSON");
        }
    }

    private Reply reply(JsonNode event) {
        JsonNode payload = event.path("payload");
        for (String required : List.of("summary", "source", "severity")) {
            if (payload.path(required).asString("").isEmpty()) {
                return invalid("'payload.%s' is missing or blank".formatted(required));
            }
        }
        if (!event.path("routing_key").asString("").equals(ROUTING_KEY)) {
            return invalid("Invalid routing key");
        }
        if (!event.path("event_action").asString("").equals("trigger")
                || !SEVERITIES.contains(payload.path("severity").asString())
                || payload.path("summary").asString().length() > 1024
                || event.path("dedup_key").asString("").length() > 255) {
            return invalid("Event is not valid");
        }
        String key = event.path("dedup_key").asString();
        alerts.merge(key, event, (first, _) -> first);
        return new Reply(
                202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"%s\"}".formatted(key));
    }

    private static Reply invalid(String problem) {
        return new Reply(
                400,
                "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":[\"%s\"]}"
                        .formatted(problem));
    }
}
