package dev.holdfast.engine.testkit;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.DatabaseProbes;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.HostPort;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A database cluster of which a test says what its servers answer, and what every source sees of the primary. It has no effects. */
public final class FakeDatabase implements DatabaseCluster, DatabaseProbes {
    private final DatabaseSpec spec;
    private final Clock clock;
    private final Map<String, NodeState> states = new HashMap<>();
    private volatile Sign seen = Sign.ALIVE;

    public FakeDatabase(DatabaseSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
        spec.nodeNames()
                .forEach(node -> states.put(
                        node, new NodeState.Unreachable(node, NodeState.Reach.REFUSED, "connection refused")));
    }

    /** What a server answers from now on. */
    public synchronized FakeDatabase answers(NodeState state) {
        states.put(state.node(), state);
        return this;
    }

    /** What every source sees of the primary from now on. */
    public FakeDatabase everySourceSees(Sign sign) {
        seen = sign;
        return this;
    }

    @Override
    public DatabaseSpec spec() {
        return spec;
    }

    @Override
    public ClusterState observe(Duration limit) {
        return new ClusterState(
                spec.nodeNames().stream().map(node -> observe(node, limit)).toList());
    }

    @Override
    public synchronized NodeState observe(String node, Duration limit) {
        return Objects.requireNonNull(states.get(node), node);
    }

    @Override
    public ProcessState process(String node, Duration limit) {
        return new ProcessState.Unknown("nobody looked");
    }

    @Override
    public PrimaryProbe direct(String node, String vantage, String name) {
        return probe(Source.Kind.PROBE, name);
    }

    @Override
    public PrimaryProbe canary(HostPort writer, String name) {
        return probe(Source.Kind.CANARY, name);
    }

    @Override
    public PrimaryProbe replica(String standby, String primary) {
        return probe(Source.Kind.REPLICA, standby);
    }

    @Override
    public PrimaryProbe host(String node) {
        return probe(Source.Kind.HOST, node);
    }

    private PrimaryProbe probe(Source.Kind kind, String name) {
        return new PrimaryProbe() {
            @Override
            public Look look(Duration limit) {
                Instant now = clock.instant();
                return new Look(new Source(kind, name), seen, now, now, "as the test says");
            }

            @Override
            public void close() {}
        };
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
        return new UnsupportedOperationException("the fake database is only looked at");
    }
}
