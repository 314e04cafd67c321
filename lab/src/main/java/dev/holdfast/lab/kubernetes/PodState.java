package dev.holdfast.lab.kubernetes;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A pod as far as its deployment cares.
 *
 * @param slot the number of its slot
 * @param spare whether it was made to run only while others are replaced
 * @param updated whether it was made from the template as it is now
 * @param available whether it has been ready long enough
 * @param terminating whether it was told to end
 */
record PodState(
        String name, int slot, boolean spare, boolean updated, boolean ready, boolean available, boolean terminating) {

    static PodState of(JsonNode pod, String templateHash, Instant now) {
        boolean ready = PodObject.readySince(pod).isPresent();
        boolean available = PodObject.readySince(pod)
                .filter(since -> Duration.between(since, now).toSeconds() >= DeploymentObject.MIN_READY_SECONDS)
                .isPresent();
        return new PodState(
                Json.text(pod, "metadata", "name"),
                PodObject.slotNumber(pod),
                PodObject.spare(pod),
                Json.text(pod, "metadata", "labels", PodObject.TEMPLATE_HASH).equals(templateHash),
                ready,
                available,
                PodObject.terminating(pod));
    }
}
