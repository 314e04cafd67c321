package dev.holdfast.lab.kubernetes;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes objects as clients ask for it. */
final class Editor {
    private final ObjectStore store;
    private final List<Workload> workloads;
    private final Clock clock;

    Editor(ObjectStore store, List<Workload> workloads, Clock clock) {
        this.store = store;
        this.workloads = List.copyOf(workloads);
        this.clock = clock;
    }

    /** Changes an object, or a part of it, by a patch. */
    ObjectNode patch(Target target, Patch patch, ObjectNode body, boolean dryRun) {
        return edit(target, body, dryRun, shown -> {
            patch.apply(shown, body);
            return shown;
        });
    }

    /** Puts an object, or a part of it, in the place of what is there. */
    ObjectNode replace(Target target, ObjectNode body, boolean dryRun) {
        return edit(target, body, dryRun, _ -> body);
    }

    /**
     * @param body what the client sent; when it names a version, the object must still have that one
     * @param wanted makes from what the client sees what it wants to see
     */
    private ObjectNode edit(Target target, ObjectNode body, boolean dryRun, UnaryOperator<ObjectNode> wanted) {
        Consumer<ObjectNode> edit = object -> {
            requireVersion(target, object, Json.text(body, "metadata", "resourceVersion"));
            take(target, object, wanted.apply(shown(target, object)));
        };
        ObjectNode after = dryRun
                ? store.find(target.key())
                        .map(before -> ObjectStore.edited(before, edit))
                        .orElseThrow(() -> missing(target))
                : store.change(target.key(), edit).orElseThrow(() -> missing(target));
        return shown(target, after);
    }

    private static void requireVersion(Target target, JsonNode object, String version) {
        if (!version.isEmpty() && !version.equals(Json.text(object, "metadata", "resourceVersion"))) {
            throw ApiFailure.conflict(target.kind().resource(), target.name());
        }
    }

    /** The part of an object that the path names. */
    static ObjectNode shown(Target target, ObjectNode object) {
        return switch (target.part()) {
            case "" -> object.deepCopy();
            case "scale" -> DeploymentObject.scale(object);
            default -> throw ApiFailure.noSuchPath();
        };
    }

    private void take(Target target, ObjectNode object, ObjectNode wanted) {
        switch (target.kind()) {
            case DEPLOYMENT -> {
                ObjectNode after = wanted;
                if (target.part().equals("scale")) {
                    after = object.deepCopy();
                    after.withObjectProperty("spec").set("replicas", Json.at(wanted, "spec", "replicas"));
                }
                DeploymentRules.admit(object, after, most(target.key()));
            }
            case CONFIG_MAP -> takeData(target, object, wanted);
            case NAMESPACE, POD -> throw ApiFailure.notAllowed("changing " + target.resource());
        }
    }

    private static void takeData(Target target, ObjectNode object, ObjectNode wanted) {
        JsonNode data = wanted.path("data");
        if (!data.isObject() || !data.valueStream().allMatch(JsonNode::isString)) {
            throw ApiFailure.invalid("ConfigMap", target.name(), "data: its values must be texts");
        }
        object.set("data", data.deepCopy());
    }

    private int most(Key deployment) {
        return workloads.stream()
                .filter(workload -> workload.deployment().equals(deployment)
                        || workload.fleet().equals(deployment))
                .mapToInt(Workload::most)
                .sum();
    }

    /** Tells a pod to end; returns it as it is then. */
    ObjectNode endPod(Target target, ObjectNode body, boolean dryRun) {
        Selection selection = Selection.of(target, Map.of());
        Key key = store.list(Kind.POD).objects().stream()
                .filter(pod -> selection.seen(pod).isPresent())
                .map(pod -> Key.of(Kind.POD, pod))
                .findFirst()
                .orElseThrow(() -> missing(target));
        int grace = body.path("gracePeriodSeconds").asInt(PodObject.GRACE_SECONDS);
        Consumer<ObjectNode> edit = pod -> {
            requireSame(target, pod, body);
            PodObject.terminate(pod, grace, clock.instant());
        };
        ObjectNode after = dryRun
                ? store.find(key).map(pod -> ObjectStore.edited(pod, edit)).orElseThrow(() -> missing(target))
                : store.change(key, edit).orElseThrow(() -> missing(target));
        return selection.seen(after).orElseThrow(() -> missing(target));
    }

    /** A client can say which pod of that name it means. */
    private static void requireSame(Target target, JsonNode pod, JsonNode body) {
        for (String field : Arrays.asList("uid", "resourceVersion")) {
            String wanted = Json.text(body, "preconditions", field);
            if (!wanted.isEmpty() && !wanted.equals(Json.text(pod, "metadata", field))) {
                throw ApiFailure.conflict(target.kind().resource(), target.name());
            }
        }
    }

    static ApiFailure missing(Target target) {
        return ApiFailure.notFound(target.kind().resource(), target.name());
    }
}
