package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionInquiry.Subject;
import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.NodeSpec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a cluster tells of its servers: each for itself, and each of those that it replicates with. A server in another region
 * that hears from one that Holdfast does not reach is a witness that it lives. Pure.
 */
record DatabaseWitnesses(DatabaseSpec spec, ClusterState state, Duration took) {
    /** Longer ago it may have died since. */
    private static final Duration HEARD_LATELY = Duration.ofSeconds(2);

    private static final String STREAMING = "streaming";

    static Subject subject(NodeSpec node) {
        return subject(node, RegionLook.HOLDFAST);
    }

    private static Subject subject(NodeSpec node, String place) {
        return new Subject(Kind.DATABASE, node.region(), "database server " + node.name(), place);
    }

    List<RegionLook> looks() {
        return spec.nodes().stream()
                .flatMap(node -> Stream.concat(itself(node), witnesses(node)))
                .toList();
    }

    private Stream<RegionLook> itself(NodeSpec node) {
        return state.node(node.name()).stream().map(seen -> switch (seen) {
            case NodeState.Primary primary ->
                subject(node)
                        .seen(
                                Status.HEALTHY,
                                "primary of timeline " + primary.identity().timeline(),
                                took);
            case NodeState.Standby standby ->
                subject(node)
                        .seen(
                                Status.HEALTHY,
                                "standby of timeline " + standby.identity().timeline(),
                                took);
            case NodeState.Answering answering -> subject(node).seen(Status.FAILED, answering.message(), took);
            case NodeState.Unreachable gone -> subject(node).seen(Status.UNREACHABLE, gone.detail(), took);
        });
    }

    /** Only good news: that somebody no longer hears of it says nothing, it may be cut off itself. */
    private Stream<RegionLook> witnesses(NodeSpec node) {
        Stream<RegionLook> standbys = state.standbys().stream()
                .filter(standby -> hears(standby, node.name()))
                .map(standby -> spec.node(standby.node()))
                .filter(witness -> !witness.region().equals(node.region()))
                .map(witness -> subject(node, witness.region())
                        .seen(Status.HEALTHY, "%s receives from it".formatted(witness.name()), took));
        Stream<RegionLook> primaries = state.primaries().stream()
                .filter(primary -> isAttached(primary, node.name()))
                .map(primary -> spec.node(primary.node()))
                .filter(witness -> !witness.region().equals(node.region()))
                .map(witness -> subject(node, witness.region())
                        .seen(Status.HEALTHY, "it receives from %s".formatted(witness.name()), took));
        return Stream.concat(standbys, primaries);
    }

    private static boolean hears(NodeState.Standby standby, String node) {
        NodeState.Upstream upstream = standby.upstream();
        return upstream.streaming()
                && upstream.sender().filter(node::equals).isPresent()
                && upstream.sinceLastMessage()
                        .filter(silence -> silence.compareTo(HEARD_LATELY) < 0)
                        .isPresent();
    }

    private static boolean isAttached(NodeState.Primary primary, String node) {
        return primary.attached().stream()
                .anyMatch(attached ->
                        attached.standby().equals(node) && attached.state().equals(STREAMING));
    }
}
