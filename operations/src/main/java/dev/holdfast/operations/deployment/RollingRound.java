package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.operations.capacity.CapacityNeed;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import dev.holdfast.operations.capacity.TrafficSurvey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The instances of one deployment that are to be restarted, region after region, and what speaks against it. */
final class RollingRound {
    private static final Duration READ = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Execution execution;
    private final DeploymentSpec deployment;
    private final Workloads workloads;
    private final Rotation rotation;

    RollingRound(Execution execution, DeploymentSpec deployment) {
        this.execution = execution;
        this.deployment = deployment;
        this.workloads = execution.site().workloads(deployment.name());
        this.rotation = new Rotation(execution, deployment);
    }

    /** Those that this step has not restarted yet, or that don't serve. */
    List<InstanceSpec> open() {
        Map<String, String> before = new RestartMemory(execution).before(deployment);
        List<InstanceSpec> serving = rotation.serving();
        List<String> renewed = workloads.instances(execution.limit(READ)).stream()
                .filter(state -> isRenewed(state, before))
                .map(InstanceState::name)
                .toList();
        List<String> regions = execution.site().topology().regions().stream()
                .map(RegionSpec::name)
                .toList();
        return rotation.order(serving).stream()
                .filter(instance -> !(renewed.contains(instance.name()) && serving.contains(instance)))
                .sorted(Comparator.comparingInt(instance -> regions.indexOf(instance.region())))
                .toList();
    }

    /** An instance that came only after the restart had begun is new, too. */
    private static boolean isRenewed(InstanceState state, Map<String, String> before) {
        return !before.isEmpty()
                && !state.incarnation().isEmpty()
                && !state.incarnation().equals(before.get(state.name()));
    }

    /** Why it would not go without a failed request, one sentence each. */
    List<String> objections() {
        TrafficSurvey.Rates rates = new TrafficSurvey(execution, deployment).over(BETWEEN_LOOKS);
        List<String> objections = new ArrayList<>(rates.silent().values());
        for (ReplicaState state : workloads.replicas(execution.limit(READ))) {
            if (state.wanted() > 0) {
                objection(state, rates.of(state.region())).ifPresent(objections::add);
            }
        }
        return objections;
    }

    /** One instance is always missing meanwhile. */
    private Optional<String> objection(ReplicaState state, Optional<TrafficRate> rate) {
        if (state.ready() < 2 && state.wanted() < 2) {
            return Optional.of("%s has only one instance of %s".formatted(state.region(), deployment.name()));
        }
        ReplicaState fewer = new ReplicaState(state.region(), state.wanted(), state.wanted() - 1, state.most());
        return rate.map(seen -> new CapacityNeed(RegionCapacity.of(deployment, fewer), seen.requests()))
                .filter(need -> need.missing().filter(missing -> missing > 0).isPresent())
                .map(need -> "%s could not carry its traffic while an instance is away: %s"
                        .formatted(state.region(), need.sentence()));
    }

    void perform() {
        List<InstanceSpec> open = open();
        new RestartMemory(execution).remember(deployment, workloads.instances(execution.limit(READ)));
        String region = "";
        for (InstanceSpec instance : open) {
            if (!instance.region().equals(region)) {
                region = instance.region();
                execution.note("restarting %s in %s".formatted(deployment.name(), region));
            }
            rotation.restart(rotation.instance(instance.name()));
        }
    }

    /** What does not serve or is still the old process. */
    Stream<String> faults() {
        boolean recorded = !new RestartMemory(execution).before(deployment).isEmpty();
        List<InstanceSpec> serving = rotation.serving();
        List<InstanceSpec> missing = recorded
                ? open()
                : rotation.present().stream()
                        .filter(instance -> !serving.contains(instance))
                        .toList();
        return missing.stream()
                .map(instance -> serving.contains(instance)
                        ? instance.name() + " is still the process of before"
                        : instance.name() + " does not serve");
    }
}
