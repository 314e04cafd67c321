package dev.holdfast.model.database;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every server of a cluster at about the same moment.
 *
 * @param nodes in the order of the topology
 */
public record ClusterState(List<NodeState> nodes) {

    public ClusterState {
        nodes = List.copyOf(nodes);
    }

    public List<NodeState.Primary> primaries() {
        return nodes.stream()
                .filter(NodeState.Primary.class::isInstance)
                .map(NodeState.Primary.class::cast)
                .toList();
    }

    /** The primary with the newest history, when any answers. */
    public Optional<NodeState.Primary> primary() {
        return primaries().stream()
                .max(Comparator.comparingInt(primary -> primary.identity().timeline()));
    }

    public List<NodeState.Standby> standbys() {
        return nodes.stream()
                .filter(NodeState.Standby.class::isInstance)
                .map(NodeState.Standby.class::cast)
                .toList();
    }

    public Optional<NodeState> node(String name) {
        return nodes.stream().filter(node -> node.node().equals(name)).findFirst();
    }

    public Optional<NodeState.Standby> standby(String name) {
        return standbys().stream().filter(node -> node.node().equals(name)).findFirst();
    }
}
