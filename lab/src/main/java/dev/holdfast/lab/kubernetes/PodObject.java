package dev.holdfast.lab.kubernetes;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod, as the API shows it. */
final class PodObject {
    /** Which slot it has; the value is the name of the instance in the topology. */
    static final String INSTANCE = "holdfast.dev/instance";

    static final String TEMPLATE_HASH = "pod-template-hash";

    /** How long a process may take to finish what it does. */
    static final int GRACE_SECONDS = 15;

    private static final String SLOT = "holdfast.dev/slot";
    private static final String SPARE = "holdfast.dev/spare";
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private PodObject() {}

    static ObjectNode create(Workload workload, Slot slot, String templateHash, boolean spare) {
        return Json.template(
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": %1$s, "namespace": %2$s,
                              "labels": {"app": %3$s, "holdfast.dev/instance": %4$s, "holdfast.dev/slot": "%5$d",
                                         "topology.kubernetes.io/region": %2$s, "pod-template-hash": %6$s, "holdfast.dev/spare": "%10$b"},
                              "annotations": {"holdfast.dev/stand-in": %7$s}},
                 "spec": {"nodeName": %2$s, "restartPolicy": "Always", "terminationGracePeriodSeconds": %8$d,
                          "containers": [{"name": %3$s, "image": "lab-process",
                                          "ports": [{"containerPort": %9$d, "protocol": "TCP"}]}]},
                 "status": {"phase": "Pending"}}""",
                slot.name() + "-" + ending(),
                workload.region(),
                workload.name(),
                slot.name(),
                slot.number(),
                templateHash,
                DeploymentObject.WHAT_IT_IS,
                GRACE_SECONDS,
                slot.address().port(),
                spare);
    }

    private static String ending() {
        StringBuilder letters = new StringBuilder();
        RANDOM.ints(5, 0, LETTERS.length()).forEach(index -> letters.append(LETTERS.charAt(index)));
        return letters.toString();
    }

    static String instance(JsonNode pod) {
        return Json.text(pod, "metadata", "labels", INSTANCE);
    }

    static int slotNumber(JsonNode pod) {
        return Json.at(pod, "metadata", "labels", SLOT).asInt(0);
    }

    /** Whether it runs only until the others are replaced. */
    static boolean spare(JsonNode pod) {
        return Json.text(pod, "metadata", "labels", SPARE).equals("true");
    }

    static boolean belongsTo(JsonNode pod, Workload workload) {
        return Json.text(pod, "metadata", "namespace").equals(workload.region())
                && Json.text(pod, "metadata", "labels", "app").equals(workload.name());
    }

    static boolean terminating(JsonNode pod) {
        return !Json.text(pod, "metadata", "deletionTimestamp").isEmpty();
    }

    /** Tells a pod to end. One that was told already is told again only when it has to be faster. */
    static void terminate(ObjectNode pod, int graceSeconds, Instant now) {
        ObjectNode metadata = pod.withObjectProperty("metadata");
        if (!terminating(pod) || graceSeconds < graceSeconds(pod)) {
            metadata.put("deletionTimestamp", Json.time(now.plusSeconds(graceSeconds)))
                    .put("deletionGracePeriodSeconds", graceSeconds);
        }
    }

    static int graceSeconds(JsonNode pod) {
        return Json.at(pod, "metadata", "deletionGracePeriodSeconds").asInt(GRACE_SECONDS);
    }

    /** Since when it has been ready without a break; empty when it is not. */
    static Optional<Instant> readySince(JsonNode pod) {
        return StreamSupport.stream(Json.at(pod, "status", "conditions").spliterator(), false)
                .filter(condition -> Json.text(condition, "type").equals("Ready")
                        && Json.text(condition, "status").equals("True"))
                .map(condition -> Instant.parse(Json.text(condition, "lastTransitionTime")))
                .findFirst();
    }
}
