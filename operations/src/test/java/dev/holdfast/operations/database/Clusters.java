package dev.holdfast.operations.database;

import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.operations.testkit.TestTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** States of a cluster, for tests of the rules. */
final class Clusters {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    static final SyncPolicy ANY_1 = new SyncPolicy(1, List.of("primary", "replica1", "replica2"));

    private Clusters() {}

    static NodeState.Primary primary(String name, int timeline, long written, SyncPolicy sync) {
        return new NodeState.Primary(name, new Identity("7001", timeline), new Lsn(written), sync, List.of(), 0);
    }

    static NodeState.Standby standby(String name, int timeline, long received, String upstream) {
        return standby(name, new Identity("7001", timeline), received, Optional.of(upstream), false);
    }

    static NodeState.Standby detached(String name, int timeline, long received) {
        return standby(name, new Identity("7001", timeline), received, Optional.empty(), false);
    }

    static NodeState.Standby standby(
            String name, Identity identity, long received, Optional<String> upstream, boolean paused) {
        NodeState.Upstream from =
                new NodeState.Upstream(upstream, upstream, upstream.isPresent(), Optional.of(Duration.ofMillis(10)));
        return new NodeState.Standby(
                name, identity, new Lsn(received), new Lsn(received), from, paused, Optional.of(NOW.minusSeconds(5)));
    }

    static NodeState.Unreachable dead(String name) {
        return new NodeState.Unreachable(name, NodeState.Reach.REFUSED, "connection refused");
    }

    static PrimarySighting seen(NodeState.Primary primary) {
        return new PrimarySighting("orders", primary, NOW, 100);
    }

    static Situation situation(Optional<PrimarySighting> sighting, NodeState... nodes) {
        return new Situation(
                TestTopology.threeRegions().database(Optional.empty()),
                new ClusterState(Arrays.asList(nodes)),
                sighting);
    }

    static CandidateRule candidates(Situation situation) {
        return new CandidateRule(situation, TestTopology.threeRegions().regions());
    }
}
