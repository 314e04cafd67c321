package dev.holdfast.lab.kubernetes;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client may change in a deployment of the stand-in: how many, and what is noted on it and on its template. */
final class DeploymentRules {
    private static final List<String> NOTES = List.of("annotations", "labels");

    private DeploymentRules() {}

    /**
     * Puts what a client may change into the object as it was, and refuses the rest.
     *
     * @param after as the client wants it
     * @param most how many pods there can be
     */
    static void admit(ObjectNode deployment, ObjectNode after, int most) {
        String name = Json.text(deployment, "metadata", "name");
        JsonNode replicas = Json.at(after, "spec", "replicas");
        if (!replicas.isInt() || replicas.asInt() < 0) {
            throw ApiFailure.invalid(
                    "Deployment",
                    name,
                    "spec.replicas: Invalid value: %s: must be greater than or equal to 0".formatted(replicas));
        }
        if (replicas.asInt() > most) {
            throw ApiFailure.invalid(
                    "Deployment",
                    name,
                    "spec.replicas: Invalid value: %s: the lab has room for %d".formatted(replicas, most));
        }
        ObjectNode spec = deployment.withObjectProperty("spec");
        spec.put("replicas", replicas.asInt());
        NOTES.forEach(note -> copy(deployment, after, note));
        copy(spec.withObjectProperty("template"), (ObjectNode) template(after, name), "annotations");
        if (!spec.equals(after.path("spec"))) {
            throw ApiFailure.invalid(
                    "Deployment",
                    name,
                    "spec: Forbidden: the lab's stand-in lets only spec.replicas and annotations be changed");
        }
    }

    private static JsonNode template(ObjectNode deployment, String name) {
        JsonNode template = Json.at(deployment, "spec", "template");
        if (!template.isObject()) {
            throw ApiFailure.invalid("Deployment", name, "spec.template: Required value");
        }
        return template;
    }

    /** Notes on an object: those of {@code from} take the place of those of {@code to}. */
    private static void copy(ObjectNode to, ObjectNode from, String note) {
        JsonNode notes = Json.at(from, "metadata", note);
        ObjectNode metadata = to.withObjectProperty("metadata");
        if (notes.isMissingNode()) {
            metadata.remove(note);
        } else {
            metadata.set(note, notes.deepCopy());
        }
    }
}
