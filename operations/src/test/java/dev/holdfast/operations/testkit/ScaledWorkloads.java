package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployment in memory whose instances come and go. */
final class ScaledWorkloads implements Workloads {
    private final DeploymentSpec spec;
    private final Map<String, ScaledRegion> regions;
    private final Effects effects;
    private final Map<String, Integer> starts;

    ScaledWorkloads(
            DeploymentSpec spec, Map<String, ScaledRegion> regions, Map<String, Integer> starts, Effects effects) {
        this.spec = spec;
        this.regions = regions;
        this.starts = starts;
        this.effects = effects;
    }

    @Override
    public DeploymentSpec spec() {
        return spec;
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        return spec.instances().stream()
                .map(instance -> instance(instance.name(), limit))
                .toList();
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        ScaledRegion region = regions.values().stream()
                .filter(one -> one.slots.contains(name))
                .findFirst()
                .orElseThrow();
        Health health = region.ready().contains(name) ? Health.READY : Health.NOT_READY;
        return new InstanceState(
                name,
                region.running.contains(name) ? health : Health.ABSENT,
                "start-" + starts.getOrDefault(name, 0),
                Map.of(),
                "");
    }

    @Override
    public void restart(String instance, Duration limit) {
        effects.run("restart " + instance, () -> starts.merge(instance, 1, Integer::sum));
    }

    @Override
    public void configure(String instance, Map<String, String> settings, Duration limit) {
        throw new UnsupportedOperationException("nobody configures here");
    }

    @Override
    public ClientRequest requestAsClient(String region, Duration limit) {
        ScaledRegion entered = Optional.ofNullable(regions.get(region)).orElseThrow();
        boolean served = entered.slots.stream().anyMatch(entered::up);
        return new ClientRequest(region, served, served ? "200" : "503", Duration.ofMillis(3));
    }

    @Override
    public List<ReplicaState> replicas(Duration limit) {
        return regions.values().stream()
                .map(region -> new ReplicaState(
                        region.name, region.wanted, region.ready().size(), region.slots.size()))
                .toList();
    }

    @Override
    public void scale(String region, int replicas, Duration limit) {
        ScaledRegion scaled = regions.get(region);
        if (scaled == null || replicas > scaled.slots.size()) {
            throw new HoldfastException(ErrorCode.SCALE_IMPOSSIBLE, "%d in %s".formatted(replicas, region));
        }
        effects.run("scale %s %d".formatted(region, replicas), () -> scaled.scale(replicas));
    }
}
