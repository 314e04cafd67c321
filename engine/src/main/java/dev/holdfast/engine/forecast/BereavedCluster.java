package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;

/** A cluster of which one server is assumed to be dead. It has no effects. */
record BereavedCluster(DatabaseCluster real, String dead) implements DatabaseCluster {

    @Override
    public DatabaseSpec spec() {
        return real.spec();
    }

    @Override
    public ClusterState observe(Duration limit) {
        return new ClusterState(real.observe(limit).nodes().stream()
                .map(state -> state.node().equals(dead) ? gone() : state)
                .toList());
    }

    @Override
    public NodeState observe(String node, Duration limit) {
        return node.equals(dead) ? gone() : real.observe(node, limit);
    }

    private NodeState gone() {
        return new NodeState.Unreachable(dead, NodeState.Reach.REFUSED, "assumed to be dead");
    }

    @Override
    public ProcessState process(String node, Duration limit) {
        return node.equals(dead) ? new ProcessState.Crashed() : real.process(node, limit);
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
        return new UnsupportedOperationException("a forecast changes nothing");
    }
}
