package dev.holdfast.lab.kubernetes;

import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of what a deployment was asked for.
 *
 * @param replicas pods that are not about to end
 * @param updated those made from the template as it is now, and there to stay: a restart is over when no spare pod is left
 * @param ready those that say they can serve
 * @param available those that have said so long enough
 */
record DeploymentStatus(int replicas, int updated, int ready, int available) {

    static DeploymentStatus of(List<PodState> pods) {
        List<PodState> active = pods.stream().filter(pod -> !pod.terminating()).toList();
        return new DeploymentStatus(
                active.size(),
                (int) active.stream()
                        .filter(pod -> pod.updated() && !pod.spare())
                        .count(),
                (int) active.stream().filter(PodState::ready).count(),
                (int) active.stream().filter(PodState::available).count());
    }

    static DeploymentStatus read(JsonNode deployment) {
        JsonNode status = deployment.path("status");
        return new DeploymentStatus(
                Json.number(status, "replicas"),
                Json.number(status, "updatedReplicas"),
                Json.number(status, "readyReplicas"),
                Json.number(status, "availableReplicas"));
    }

    DeploymentStatus plus(DeploymentStatus other) {
        return new DeploymentStatus(
                replicas + other.replicas, updated + other.updated, ready + other.ready, available + other.available);
    }

    /** Writes it into the deployment that it was found for. */
    void into(ObjectNode deployment, int observedGeneration, Instant now) {
        int wanted = DeploymentObject.replicas(deployment);
        boolean enough = available >= wanted;
        boolean done = enough && updated >= wanted && replicas == wanted;
        ObjectNode status = Json.object()
                .put("observedGeneration", observedGeneration)
                .put("replicas", replicas)
                .put("updatedReplicas", updated)
                .put("readyReplicas", ready)
                .put("availableReplicas", available);
        if (!enough) {
            status.put("unavailableReplicas", wanted - available);
        }
        JsonNode before = Json.at(deployment, "status", "conditions");
        status.withArrayProperty("conditions")
                .add(condition(
                        before,
                        "Available",
                        enough,
                        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                        now))
                .add(condition(
                        before, "Progressing", true, done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", now));
        deployment.set("status", status);
    }

    private static ObjectNode condition(JsonNode before, String type, boolean holds, String reason, Instant now) {
        String status = holds ? "True" : "False";
        ObjectNode condition =
                Json.object().put("type", type).put("status", status).put("reason", reason);
        String since = StreamSupport.stream(before.spliterator(), false)
                .filter(old -> Json.text(old, "type").equals(type)
                        && Json.text(old, "status").equals(status))
                .map(old -> Json.text(old, "lastTransitionTime"))
                .findFirst()
                .orElse(Json.time(now));
        return condition.put("lastTransitionTime", since).put("lastUpdateTime", since);
    }
}
