package dev.holdfast.lab.service;

import dev.holdfast.model.error.HoldfastException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The HTTP contract of the service. */
final class HttpApi {
    private static final JsonFactory JSON = new JsonFactory();

    private final Orders orders;
    private final Readiness readiness;
    private final RequestMetrics metrics;
    private final EventLog log;
    private final Lifecycle lifecycle;
    private final Load load;

    /** What the API needs to know of the process that it runs in. */
    interface Lifecycle {
        boolean draining();

        ServiceSettings settings();

        String incarnation();

        /** Takes over the settings in the file as it is now. */
        ServiceSettings reload();

        /** Asks the clients that hold WebSockets to connect anew, and says how many there were. */
        int askSocketsToLeave();
    }

    HttpApi(Orders orders, Readiness readiness, RequestMetrics metrics, Load load, EventLog log, Lifecycle lifecycle) {
        this.orders = orders;
        this.readiness = readiness;
        this.metrics = metrics;
        this.load = load;
        this.log = log;
        this.lifecycle = lifecycle;
    }

    void routing(HttpRouting.Builder rules) {
        rules.put("/orders/{id}", (request, response) -> measured("keep", request, response, this::keep))
                .get("/orders/{id}", (request, response) -> measured("find", request, response, this::find))
                .get("/health/live", (_, response) -> live(response))
                .get("/health/ready", (_, response) -> ready(response))
                .get("/info", (_, response) -> send(response, Status.OK_200, this::info))
                .post("/admin/reload", (_, response) -> reload(response))
                .post("/admin/leave", (_, response) -> leave(response))
                .get("/metrics", (_, response) -> metrics(response));
    }

    /** An answer, and the word under which it is counted. */
    private record Answer(Status status, String outcome, String body) {}

    private void measured(
            String operation, ServerRequest request, ServerResponse response, Function<ServerRequest, Answer> handler) {
        long started = System.nanoTime();
        metrics.started();
        Answer answer = admitted(request, handler);
        if (lifecycle.draining()) {
            // The balancer's kept connections go elsewhere with the next request.
            response.header(HeaderNames.CONNECTION, "close");
        }
        response.whenSent(
                () -> metrics.ended(operation, answer.outcome(), Duration.ofNanos(System.nanoTime() - started)));
        send(response, answer.status(), answer.body());
    }

    private Answer admitted(ServerRequest request, Function<ServerRequest, Answer> handler) {
        if (!load.admit()) {
            return error(Status.SERVICE_UNAVAILABLE_503, RequestMetrics.REJECTED, "too many requests are waiting");
        }
        try {
            return handler.apply(request);
        } catch (HoldfastException e) {
            return error(Status.BAD_REQUEST_400, "malformed", e.attempted());
        } finally {
            load.release();
        }
    }

    private Answer keep(ServerRequest request) {
        UUID id = id(request);
        Order order = OrderJson.read(id, request.content().as(String.class));
        return switch (orders.keep(order)) {
            case Creation.Kept(Order kept, boolean isNew) ->
                new Answer(
                        isNew ? Status.CREATED_201 : Status.OK_200,
                        isNew ? "created" : "existing",
                        OrderJson.write(kept));
            case Creation.Conflicting _ -> error(Status.CONFLICT_409, "conflicting", "another order has the id " + id);
            case Creation.Unknown(String reason) -> unavailable("keep", id, reason);
        };
    }

    private Answer find(ServerRequest request) {
        UUID id = id(request);
        return switch (orders.find(id)) {
            case Finding.Found(Order order) -> new Answer(Status.OK_200, "found", OrderJson.write(order));
            case Finding.Missing _ -> error(Status.NOT_FOUND_404, "missing", "there is no order " + id);
            case Finding.Unavailable(String reason) -> unavailable("find", id, reason);
        };
    }

    private Answer unavailable(String operation, UUID id, String reason) {
        log.warning("request_failed", Map.of("operation", operation, "order", id.toString(), "reason", reason));
        return error(Status.SERVICE_UNAVAILABLE_503, RequestMetrics.UNAVAILABLE, reason);
    }

    private static UUID id(ServerRequest request) {
        return OrderJson.id(request.path().pathParameters().get("id"));
    }

    private void live(ServerResponse response) {
        boolean draining = lifecycle.draining();
        send(
                response,
                draining ? Status.SERVICE_UNAVAILABLE_503 : Status.OK_200,
                json -> json.writeStringProperty("status", draining ? "draining" : "live"));
    }

    private void ready(ServerResponse response) {
        Readiness.Report report = readiness.check();
        send(response, report.ready() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, json -> {
            json.writeStringProperty("status", report.ready() ? "ready" : "not ready");
            json.writeObjectPropertyStart("database");
            json.writeBooleanProperty("connected", report.server().isPresent());
            report.server().ifPresent(server -> {
                json.writeStringProperty("server", server.address());
                json.writeBooleanProperty("in_recovery", server.inRecovery());
            });
            json.writeEndObject();
            json.writeStringProperty("detail", report.detail());
        });
    }

    private void info(JsonGenerator json) {
        json.writeStringProperty("instance", lifecycle.settings().instance());
        json.writeStringProperty("incarnation", lifecycle.incarnation());
        json.writeStringProperty("region", lifecycle.settings().region());
        load.write(json, metrics.totals());
        settings(json, lifecycle.settings());
    }

    private void leave(ServerResponse response) {
        int asked = lifecycle.askSocketsToLeave();
        send(response, Status.OK_200, json -> json.writeNumberProperty("sockets_asked_to_leave", asked));
    }

    private void reload(ServerResponse response) {
        try {
            ServiceSettings settings = lifecycle.reload();
            send(response, Status.OK_200, json -> settings(json, settings));
        } catch (HoldfastException e) {
            Answer answer = error(Status.INTERNAL_SERVER_ERROR_500, "malformed", e.attempted());
            response.status(answer.status())
                    .header(HeaderValues.CONTENT_TYPE_JSON)
                    .send(answer.body());
        }
    }

    private static void settings(JsonGenerator json, ServiceSettings settings) {
        json.writeObjectPropertyStart("settings");
        settings.adjustable().forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    private void metrics(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .send(metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }

    private static Answer error(Status status, String outcome, String text) {
        return new Answer(status, outcome, object(json -> json.writeStringProperty("error", text)));
    }

    private static void send(ServerResponse response, Status status, Consumer<JsonGenerator> fields) {
        send(response, status, object(fields));
    }

    private static void send(ServerResponse response, Status status, String body) {
        response.status(status).header(HeaderValues.CONTENT_TYPE_JSON).send(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String object(Consumer<JsonGenerator> fields) {
        var text = new StringWriter(200);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }
}
