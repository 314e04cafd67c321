package dev.holdfast.lab.kubernetes;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Makes and ends the pods of one region's deployment until they are as it was asked for, and says how far that is. */
final class DeploymentController {
    private final ObjectStore store;
    private final Workload workload;
    private final Clock clock;

    DeploymentController(ObjectStore store, Workload workload, Clock clock) {
        this.store = store;
        this.workload = workload;
        this.clock = clock;
    }

    /** Puts in what is not there yet. */
    void prepare() {
        if (store.find(workload.deployment()).isEmpty()) {
            store.create(
                    Kind.DEPLOYMENT, DeploymentObject.create(workload.name(), workload.region(), workload.usual()));
        }
        if (store.find(workload.settingsMap()).isEmpty()) {
            store.create(Kind.CONFIG_MAP, settings());
        }
    }

    private ObjectNode settings() {
        ObjectNode map = Json.template("""
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": %s, "namespace": %s, "annotations": {"holdfast.dev/stand-in": %s}},
                 "data": {}}""", workload.name(), workload.region(), DeploymentObject.WHAT_IT_IS);
        workload.settings().forEach(map.withObjectProperty("data")::put);
        return map;
    }

    /** Takes one step. Repeatable. */
    void reconcile() {
        Optional<ObjectNode> deployment = store.find(workload.deployment());
        if (deployment.isEmpty()) {
            return;
        }
        String hash = DeploymentObject.templateHash(deployment.get());
        int wanted = DeploymentObject.replicas(deployment.get());
        RollingUpdate.Step step = RollingUpdate.next(wanted, workload.most(), pods(hash));
        step.create().forEach(number -> create(number, hash, number > wanted));
        step.end().forEach(this::end);
        report(deployment.get(), hash);
    }

    private List<PodState> pods(String hash) {
        Instant now = clock.instant();
        return store.list(Kind.POD).objects().stream()
                .filter(pod -> PodObject.belongsTo(pod, workload))
                .map(pod -> PodState.of(pod, hash, now))
                .toList();
    }

    private void create(int number, String hash, boolean spare) {
        Slot slot = workload.slots().get(number - 1);
        store.create(Kind.POD, PodObject.create(workload, slot, hash, spare));
    }

    private void end(String pod) {
        store.change(
                new Key(Kind.POD, workload.region(), pod),
                object -> PodObject.terminate(object, PodObject.GRACE_SECONDS, clock.instant()));
    }

    /** What was seen of one generation is not said of another. */
    private void report(ObjectNode seen, String hash) {
        DeploymentStatus status = DeploymentStatus.of(pods(hash));
        int generation = Json.number(seen, "metadata", "generation");
        store.change(workload.deployment(), deployment -> {
            if (Json.number(deployment, "metadata", "generation") == generation) {
                status.into(deployment, generation, clock.instant());
            }
        });
    }
}
