package dev.holdfast.lab.kubernetes;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the process of a pod does.
 *
 * @param process the one that lives; empty when none does
 * @param startedAt when the last process was started; empty when none ever was
 * @param readySince since when it has been ready without a break; empty when it is not
 * @param restarts how often a process was replaced
 * @param waiting why no process lives, in one word; empty when one does
 */
record PodStatus(
        Optional<String> process,
        Optional<Instant> startedAt,
        Optional<Instant> readySince,
        int restarts,
        Optional<String> waiting) {

    static PodStatus fresh() {
        return new PodStatus(Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.of("ContainerCreating"));
    }

    /** As an earlier process of the stand-in wrote it. */
    static PodStatus read(JsonNode pod) {
        JsonNode container = Json.at(pod, "status", "containerStatuses").path(0);
        if (container.isMissingNode()) {
            return fresh();
        }
        String id = Json.text(container, "containerID").replaceFirst("^lab://", "");
        String started = Json.text(pod, "status", "containerStartedAt");
        return new PodStatus(
                Optional.of(id).filter(text -> !text.isEmpty()),
                Optional.of(started).filter(text -> !text.isEmpty()).map(Instant::parse),
                PodObject.readySince(pod),
                Json.number(container, "restartCount"),
                Optional.of(Json.text(container, "state", "waiting", "reason")).filter(text -> !text.isEmpty()));
    }

    PodStatus running(String id, Instant since, int count) {
        return new PodStatus(Optional.of(id), Optional.of(since), Optional.empty(), count, Optional.empty());
    }

    PodStatus readyAt(Optional<Instant> since) {
        return new PodStatus(process, startedAt, since, restarts, waiting);
    }

    PodStatus waitingFor(String reason) {
        return new PodStatus(process, startedAt, Optional.empty(), restarts, Optional.of(reason));
    }

    void into(ObjectNode pod, Slot slot, Instant now) {
        String container =
                Json.at(pod, "spec", "containers").path(0).path("name").asString("");
        ObjectNode status = Json.template(
                """
                {"phase": %s, "podIP": %s, "hostIP": %s, "startTime": %s,
                 "containerStatuses": [{"name": %s, "image": "lab-process", "imageID": "", "ready": %b,
                                        "started": %b, "restartCount": %d, "state": {}, "lastState": {}}]}""",
                startedAt.isPresent() ? "Running" : "Pending",
                slot.address().host(),
                slot.address().host(),
                Json.text(pod, "metadata", "creationTimestamp"),
                container,
                readySince.isPresent(),
                waiting.isEmpty(),
                restarts);
        ObjectNode first =
                (ObjectNode) status.withArrayProperty("containerStatuses").get(0);
        process.ifPresent(id -> first.put("containerID", "lab://" + id));
        startedAt.ifPresent(since -> status.put("containerStartedAt", since.toString()));
        ObjectNode state = first.withObjectProperty("state");
        waiting.ifPresentOrElse(
                reason -> state.withObjectProperty("waiting").put("reason", reason),
                () -> state.withObjectProperty("running").put("startedAt", Json.time(startedAt.orElse(now))));
        status.withArrayProperty("conditions")
                .add(condition(pod, "Ready", readySince, now))
                .add(condition(pod, "ContainersReady", readySince, now));
        pod.set("status", status);
    }

    private static ObjectNode condition(JsonNode pod, String type, Optional<Instant> readySince, Instant now) {
        // The moment keeps its fraction, so that a second of readiness is a second.
        String since = readySince.map(Instant::toString).orElseGet(() -> unreadySince(pod, type, now));
        return Json.object()
                .put("type", type)
                .put("status", readySince.isPresent() ? "True" : "False")
                .put("lastTransitionTime", since);
    }

    private static String unreadySince(JsonNode pod, String type, Instant now) {
        for (JsonNode condition : Json.at(pod, "status", "conditions")) {
            if (Json.text(condition, "type").equals(type)
                    && Json.text(condition, "status").equals("False")) {
                return Json.text(condition, "lastTransitionTime");
            }
        }
        return now.toString();
    }
}
