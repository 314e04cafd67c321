package dev.holdfast.lab.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as rows for people, the form that {@code kubectl get} asks for. */
final class Table {
    private final Kind kind;
    private final boolean wholeObjects;
    private final Instant now;

    /**
     * @param wholeObjects whether the rows bring their objects, or only what identifies these
     */
    Table(Kind kind, boolean wholeObjects, Instant now) {
        this.kind = kind;
        this.wholeObjects = wholeObjects;
        this.now = now;
    }

    /**
     * A table.
     *
     * @param head whether it says what its columns are; a client that has seen that needs it only once
     */
    ObjectNode of(List<ObjectNode> objects, String version, boolean head) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.withObjectProperty("metadata").put("resourceVersion", version);
        ArrayNode columns = table.withArrayProperty("columnDefinitions");
        if (head) {
            columns().forEach(columns::add);
        }
        ArrayNode rows = table.withArrayProperty("rows");
        objects.forEach(object -> rows.add(row(object)));
        return table;
    }

    private ObjectNode row(ObjectNode object) {
        ObjectNode row = Json.object();
        ArrayNode cells = row.withArrayProperty("cells");
        cells(object).forEach(cells::addPOJO);
        row.set("object", wholeObjects ? object : identity(object));
        return row;
    }

    private static ObjectNode identity(ObjectNode object) {
        ObjectNode identity = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        identity.set("metadata", object.path("metadata"));
        return identity;
    }

    private List<ObjectNode> columns() {
        return switch (kind) {
            case NAMESPACE -> List.of(name(), column("Status", 0), column("Age", 0));
            case CONFIG_MAP -> List.of(name(), column("Data", 0), column("Age", 0));
            case DEPLOYMENT ->
                List.of(
                        name(),
                        column("Ready", 0),
                        column("Up-to-date", 0),
                        column("Available", 0),
                        column("Age", 0),
                        column("Selector", 1));
            case POD ->
                List.of(
                        name(),
                        column("Ready", 0),
                        column("Status", 0),
                        column("Restarts", 0),
                        column("Age", 0),
                        column("IP", 1),
                        column("Node", 1));
        };
    }

    private static ObjectNode name() {
        return column("Name", 0).put("format", "name");
    }

    /** A column; one of priority 1 is shown only when somebody asks for more. */
    private static ObjectNode column(String name, int priority) {
        return Json.object()
                .put("name", name)
                .put("type", "string")
                .put("format", "")
                .put("description", name)
                .put("priority", priority);
    }

    private List<String> cells(JsonNode object) {
        String name = Json.text(object, "metadata", "name");
        return switch (kind) {
            case NAMESPACE -> List.of(name, Json.text(object, "status", "phase"), age(object));
            case CONFIG_MAP ->
                List.of(name, Integer.toString(Json.texts(object, "data").size()), age(object));
            case DEPLOYMENT -> deployment(name, object);
            case POD -> pod(name, object);
        };
    }

    private List<String> deployment(String name, JsonNode object) {
        DeploymentStatus status = DeploymentStatus.read(object);
        return List.of(
                name,
                "%d/%d".formatted(status.ready(), DeploymentObject.replicas(object)),
                Integer.toString(status.updated()),
                Integer.toString(status.available()),
                age(object),
                "app=" + name);
    }

    private List<String> pod(String name, JsonNode object) {
        JsonNode container = Json.at(object, "status", "containerStatuses").path(0);
        return List.of(
                name,
                container.path("ready").asBoolean(false) ? "1/1" : "0/1",
                state(object),
                Integer.toString(Json.number(container, "restartCount")),
                age(object),
                Json.text(object, "status", "podIP"),
                Json.text(object, "spec", "nodeName"));
    }

    private static String state(JsonNode pod) {
        if (PodObject.terminating(pod)) {
            return "Terminating";
        }
        String waiting = StreamSupport.stream(
                        Json.at(pod, "status", "containerStatuses").spliterator(), false)
                .map(container -> Json.text(container, "state", "waiting", "reason"))
                .findFirst()
                .orElse("");
        return waiting.isEmpty() ? Json.text(pod, "status", "phase") : waiting;
    }

    private String age(JsonNode object) {
        Duration age = Duration.between(Instant.parse(Json.text(object, "metadata", "creationTimestamp")), now);
        if (age.toMinutes() < 2) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        }
        return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
