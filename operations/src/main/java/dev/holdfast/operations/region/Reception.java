package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.CapacityNeed;
import dev.holdfast.operations.capacity.Demand;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficSurvey;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the regions that clients are led to can carry them, and giving those regions more instances.
 *
 * @param shares what each receiver gets of the clients, in any measure
 */
record Reception(Execution execution, String from, Map<String, Double> shares) {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(2);
    private static final Duration SCALE = Duration.ofSeconds(5);
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);

    Reception {
        shares = Map.copyOf(shares);
    }

    /**
     * What is to be done first.
     *
     * @param scalings so that the receivers can carry the clients
     * @param tooSmall a sentence for each receiver that can't, whatever is done
     * @param remarks a sentence for each that nobody knows it of
     */
    record Finding(List<Scaling> scalings, List<String> tooSmall, List<String> remarks) {
        Finding {
            scalings = List.copyOf(scalings);
            tooSmall = List.copyOf(tooSmall);
            remarks = List.copyOf(remarks);
        }
    }

    /** By the traffic of this moment; takes two looks. */
    Finding measure(DeploymentSpec deployment) {
        TrafficSurvey.Rates rates = new TrafficSurvey(execution, deployment).over(BETWEEN);
        List<String> unseen = new ArrayList<>();
        for (String region : regions()) {
            if (rates.of(region).isEmpty()) {
                unseen.add("what goes through %s can't be seen: %s"
                        .formatted(region, rates.silent().getOrDefault(region, "no load balancer")));
            }
        }
        if (!unseen.isEmpty()) {
            return new Finding(List.of(), unseen, List.of());
        }
        return finding(deployment, Demand.of(rates.rates()).moved(from, shares));
    }

    private List<String> regions() {
        List<String> regions = new ArrayList<>(shares.keySet().stream().sorted().toList());
        regions.add(from);
        return regions;
    }

    private Finding finding(DeploymentSpec deployment, Demand demand) {
        List<Scaling> scalings = new ArrayList<>();
        List<String> beyond = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (CapacityNeed need : CapacityNeed.of(capacities(deployment), demand)) {
            if (!shares.containsKey(need.region())) {
                continue;
            }
            if (need.instances().isEmpty()) {
                remarks.add(need.sentence());
            } else if (!need.canBeMet()) {
                beyond.add(need.sentence());
            } else if (!need.isMet()) {
                scalings.add(new Scaling(
                        deployment.name(), need.region(), need.instances().get()));
                remarks.add(need.sentence());
            }
        }
        return new Finding(scalings, beyond, remarks);
    }

    private List<RegionCapacity> capacities(DeploymentSpec deployment) {
        return RegionCapacity.of(
                deployment, execution.site().workloads(deployment.name()).replicas(execution.limit(READ)));
    }

    /** As many more instances as the lost region usually has, each receiver its share; as far as there is room. */
    List<Scaling> replacement(DeploymentSpec deployment) {
        double whole = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        int lost = RegionCapacity.usual(deployment, from);
        List<Scaling> scalings = new ArrayList<>();
        for (RegionCapacity capacity : capacities(deployment)) {
            double share = Optional.ofNullable(shares.get(capacity.region())).orElse(0.0) / Math.max(whole, 1e-9);
            int wanted = Math.min(
                    capacity.usual() + (int) Math.ceil(lost * share - 1e-9),
                    capacity.replicas().most());
            if (wanted > capacity.replicas().wanted()) {
                scalings.add(new Scaling(deployment.name(), capacity.region(), wanted));
            }
        }
        return scalings;
    }

    /** So many instances of a deployment in a region. */
    record Scaling(String deployment, String region, int replicas) {
        String change() {
            return "scale %s in %s to %d instances".formatted(deployment, region, replicas);
        }

        /** For the facts of a plan. */
        String text() {
            return "%s/%s/%d".formatted(deployment, region, replicas);
        }

        static Scaling parse(String text) {
            String[] parts = text.split("/", -1);
            return new Scaling(parts[0], parts[1], Integer.parseInt(parts[2]));
        }
    }

    /** Asks for the instances; returns before they are ready. */
    static void ask(Execution execution, List<Scaling> scalings) {
        Fanout.forEach(scalings, scaling -> {
            execution
                    .site()
                    .workloads(scaling.deployment())
                    .scale(scaling.region(), scaling.replicas(), execution.limit(SCALE));
            execution.note(scaling.change());
        });
    }

    /** Waits until they are ready. */
    static void await(Execution execution, List<Scaling> scalings) {
        for (Scaling scaling : scalings) {
            if (!Waiting.until(execution.limit(READY), POLL, () -> isReady(execution, scaling))) {
                throw new HoldfastException(
                        ErrorCode.INSTANCE_NOT_READY,
                        "%s has fewer than %d ready instances in %s, so nobody is led there"
                                .formatted(scaling.deployment(), scaling.replicas(), scaling.region()));
            }
        }
    }

    private static boolean isReady(Execution execution, Scaling scaling) {
        return execution.site().workloads(scaling.deployment()).replicas(execution.limit(READ)).stream()
                .filter(state -> state.region().equals(scaling.region()))
                .mapToInt(ReplicaState::ready)
                .anyMatch(ready -> ready >= scaling.replicas());
    }
}
