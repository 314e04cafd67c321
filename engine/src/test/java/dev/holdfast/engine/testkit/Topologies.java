package dev.holdfast.engine.testkit;

import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A database with a primary and two standbys, in the names of the document, and what its servers say. */
public final class Topologies {
    private static final Identity IDENTITY = new Identity("7001", 1);

    private Topologies() {}

    public static Topology orders(Duration coolDown) {
        List<NodeSpec> nodes = List.of(node("primary", 100), node("replica1", 90), node("replica2", 80));
        DatabaseSpec orders = new DatabaseSpec(
                "orders",
                "fake",
                new Objective(Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new DatabaseAccess("orders", "holdfast", "repl", "/bin"),
                nodes,
                List.of(new DatabaseEndpoint(
                        "use1", new HostPort("127.0.0.1", 5432), "w", new HostPort("127.0.0.1", 5433), "r")),
                new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15), coolDown));
        List<RegionSpec> regions =
                List.of(new RegionSpec("us-east-1", "127.1.0.9"), new RegionSpec("us-west-2", "127.2.0.9"));
        return new Topology("test", regions, List.of(), List.of(orders), List.of(), List.of(), List.of());
    }

    private static NodeSpec node(String name, int priority) {
        return new NodeSpec(name, "us-east-1", "h", new HostPort("127.0.0.1", 5432), priority, "/d", "/c", "/l");
    }

    /** A primary whose commits wait for as many of both standbys; both stream. */
    public static NodeState.Primary primary(long written, int required) {
        return new NodeState.Primary(
                "primary",
                IDENTITY,
                new Lsn(written),
                new SyncPolicy(required, required == 0 ? List.of() : List.of("replica1", "replica2")),
                List.of(),
                0);
    }

    /** A standby that streams from the primary. */
    public static NodeState.Standby standby(String name, long received, Instant lastCommit) {
        return new NodeState.Standby(
                name,
                IDENTITY,
                new Lsn(received),
                new Lsn(received),
                new NodeState.Upstream(
                        Optional.of("primary"), Optional.of("primary"), true, Optional.of(Duration.ZERO)),
                false,
                Optional.of(lastCommit));
    }
}
