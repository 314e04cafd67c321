package dev.holdfast.lab.kubernetes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the deployment of all regions and those of each region in step.
 *
 * <p>What was asked of the fleet is handed on: replicas are spread evenly, the first regions have one more when they don't
 * divide, and a restart is one in every region. What was asked of a region changes the sum that the fleet shows.
 */
final class FleetController {
    private static final String[] RESTARTS = {"spec", "template", "metadata", "annotations"};

    private final ObjectStore store;
    private final List<Workload> regions;
    private final Clock clock;

    /**
     * @param regions the same deployment in each region
     */
    FleetController(ObjectStore store, List<Workload> regions, Clock clock) {
        this.store = store;
        this.regions = List.copyOf(regions);
        this.clock = clock;
    }

    /** Puts it in when it is not there yet. */
    void prepare() {
        Key key = regions.getFirst().fleet();
        if (store.find(key).isEmpty()) {
            ObjectNode fleet = DeploymentObject.create(key.name(), key.namespace(), total(deployments()));
            fleet.withObjectProperty("status").put("observedGeneration", 1);
            store.create(Kind.DEPLOYMENT, fleet);
        }
    }

    private List<ObjectNode> deployments() {
        return regions.stream()
                .map(region -> store.find(region.deployment()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static int total(List<ObjectNode> deployments) {
        return deployments.stream().mapToInt(DeploymentObject::replicas).sum();
    }

    /** Takes one step. Repeatable. */
    void reconcile() {
        Optional<ObjectNode> fleet = store.find(regions.getFirst().fleet());
        if (fleet.isEmpty()) {
            return;
        }
        int generation = Json.number(fleet.get(), "metadata", "generation");
        if (generation != Json.number(fleet.get(), "status", "observedGeneration")) {
            handOn(fleet.get());
        }
        report(generation);
    }

    private void handOn(ObjectNode fleet) {
        int replicas = DeploymentObject.replicas(fleet);
        List<Integer> shares = spread(replicas, regions.size());
        boolean other = replicas != total(deployments());
        JsonNode restarts = Json.at(fleet, RESTARTS);
        for (int i = 0; i < regions.size(); i++) {
            int share = shares.get(i);
            store.change(regions.get(i).deployment(), region -> {
                if (other) {
                    region.withObjectProperty("spec").put("replicas", share);
                }
                if (restarts.isObject()) {
                    region.withObjectProperty("spec")
                            .withObjectProperty("template")
                            .withObjectProperty("metadata")
                            .set("annotations", restarts.deepCopy());
                }
            });
        }
    }

    /** Shares that differ by one at most, the larger ones first. */
    static List<Integer> spread(int replicas, int regions) {
        List<Integer> shares = new ArrayList<>();
        for (int i = 0; i < regions; i++) {
            shares.add(replicas / regions + (i < replicas % regions ? 1 : 0));
        }
        return shares;
    }

    /** A region that has not seen yet what was handed on to it would report what it did before. */
    private void report(int generation) {
        List<ObjectNode> deployments = deployments();
        boolean settled = deployments.stream().allMatch(FleetController::isObserved);
        if (!settled) {
            return;
        }
        DeploymentStatus sum = deployments.stream()
                .map(DeploymentStatus::read)
                .reduce(new DeploymentStatus(0, 0, 0, 0), DeploymentStatus::plus);
        int total = total(deployments);
        store.change(regions.getFirst().fleet(), fleet -> {
            if (Json.number(fleet, "metadata", "generation") != generation) {
                return;
            }
            boolean other = DeploymentObject.replicas(fleet) != total;
            fleet.withObjectProperty("spec").put("replicas", total);
            sum.into(fleet, other ? generation + 1 : generation, clock.instant());
        });
    }

    private static boolean isObserved(JsonNode deployment) {
        return Json.number(deployment, "metadata", "generation")
                == Json.number(deployment, "status", "observedGeneration");
    }
}
