package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.topology.DeploymentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A deployment of which one region is assumed to be lost. It has no effects. */
record BereavedWorkloads(Workloads real, String region) implements Workloads {
    private static final String ASSUMED = "assumed to be lost with its region";

    @Override
    public DeploymentSpec spec() {
        return real.spec();
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        return real.instances(limit).stream()
                .map(state -> isLost(state.name()) ? gone(state) : state)
                .toList();
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        InstanceState state = real.instance(name, limit);
        return isLost(name) ? gone(state) : state;
    }

    private boolean isLost(String instance) {
        return spec().instances().stream()
                .anyMatch(one -> one.name().equals(instance) && one.region().equals(region));
    }

    private static InstanceState gone(InstanceState state) {
        return state.health() == Health.ABSENT
                ? state
                : new InstanceState(state.name(), Health.UNREACHABLE, "", Map.of(), ASSUMED);
    }

    @Override
    public ClientRequest requestAsClient(String entered, Duration limit) {
        return entered.equals(region)
                ? new ClientRequest(entered, false, ASSUMED, Duration.ZERO)
                : real.requestAsClient(entered, limit);
    }

    @Override
    public List<ReplicaState> replicas(Duration limit) {
        return real.replicas(limit).stream()
                .map(state -> state.region().equals(region)
                        ? new ReplicaState(region, state.wanted(), 0, state.most())
                        : state)
                .toList();
    }

    @Override
    public void restart(String instance, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void configure(String instance, Map<String, String> settings, Duration limit) {
        throw NoEffects.refuse();
    }

    @Override
    public void scale(String scaled, int replicas, Duration limit) {
        throw NoEffects.refuse();
    }
}
