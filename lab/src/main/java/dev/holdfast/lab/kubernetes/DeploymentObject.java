package dev.holdfast.lab.kubernetes;

import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A deployment, as the API shows it. */
final class DeploymentObject {
    /** Stands on every object. */
    static final String WHAT_IT_IS = "no Kubernetes: processes of Holdfast's lab on this machine";

    /** So long a pod has to be ready until it counts, because the load balancers look twice a second. */
    static final int MIN_READY_SECONDS = 1;

    private DeploymentObject() {}

    static ObjectNode create(String name, String namespace, int replicas) {
        return Json.template("""
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "metadata": {"name": %1$s, "namespace": %2$s, "generation": 1,
                              "labels": {"app": %1$s}, "annotations": {"holdfast.dev/stand-in": %5$s}},
                 "spec": {"replicas": %3$d, "minReadySeconds": %4$d, "revisionHistoryLimit": 0,
                          "progressDeadlineSeconds": 600,
                          "selector": {"matchLabels": {"app": %1$s}},
                          "strategy": {"type": "RollingUpdate",
                                       "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
                          "template": {"metadata": {"labels": {"app": %1$s}},
                                       "spec": {"containers": [{"name": %1$s, "image": "lab-process",
                                                                "envFrom": [{"configMapRef": {"name": %1$s}}]}],
                                                "terminationGracePeriodSeconds": %6$d}}},
                 "status": {}}""", name, namespace, replicas, MIN_READY_SECONDS, WHAT_IT_IS, PodObject.GRACE_SECONDS);
    }

    static int replicas(JsonNode deployment) {
        return Json.number(deployment, "spec", "replicas");
    }

    /** Tells the pods that were made from the template as it is now from those made before. */
    static String templateHash(JsonNode deployment) {
        return HexFormat.of()
                .toHexDigits(Json.at(deployment, "spec", "template").toString().hashCode());
    }

    /** As the subresource that only says how many. */
    static ObjectNode scale(JsonNode deployment) {
        return Json.template(
                """
                {"apiVersion": "autoscaling/v1", "kind": "Scale",
                 "metadata": {"name": %s, "namespace": %s, "uid": %s, "resourceVersion": %s, "creationTimestamp": %s},
                 "spec": {"replicas": %d},
                 "status": {"replicas": %d, "selector": %s}}""",
                Json.text(deployment, "metadata", "name"),
                Json.text(deployment, "metadata", "namespace"),
                Json.text(deployment, "metadata", "uid"),
                Json.text(deployment, "metadata", "resourceVersion"),
                Json.text(deployment, "metadata", "creationTimestamp"),
                replicas(deployment),
                Json.number(deployment, "status", "replicas"),
                "app=" + Json.text(deployment, "spec", "selector", "matchLabels", "app"));
    }
}
