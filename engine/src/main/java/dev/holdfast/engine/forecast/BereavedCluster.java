package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.Set;

/** A cluster of which some servers are assumed to be dead. It has no effects. */
record BereavedCluster(DatabaseCluster real, Set<String> dead) implements DatabaseCluster {

    @Override
    public DatabaseSpec spec() {
        return real.spec();
    }

    @Override
    public ClusterState observe(Duration limit) {
        return new ClusterState(real.observe(limit).nodes().stream()
                .map(state -> dead.contains(state.node()) ? gone(state.node()) : state)
                .toList());
    }

    @Override
    public NodeState observe(String node, Duration limit) {
        return dead.contains(node) ? gone(node) : real.observe(node, limit);
    }

    private static NodeState gone(String node) {
        return new NodeState.Unreachable(node, NodeState.Reach.REFUSED, "assumed to be dead");
    }

    @Override
    public ProcessState process(String node, Duration limit) {
        return dead.contains(node) ? new ProcessState.Crashed() : real.process(node, limit);
    }

    @Override
    public void stopForGood(String node, Duration limit) {
        throw noEffects();
    }

    @Override
    public void stopCleanly(String node, Duration limit) {
        throw noEffects();
    }

    @Override
    public void start(String node, Duration limit) {
        throw noEffects();
    }

    @Override
    public void allowStartAsPrimary(String node, Duration limit) {
        throw noEffects();
    }

    @Override
    public void detach(String standby, Duration limit) {
        throw noEffects();
    }

    @Override
    public void follow(String standby, String upstream, Duration limit) {
        throw noEffects();
    }

    @Override
    public void promote(String standby, Duration limit) {
        throw noEffects();
    }

    private static UnsupportedOperationException noEffects() {
        return NoEffects.refuse();
    }
}
