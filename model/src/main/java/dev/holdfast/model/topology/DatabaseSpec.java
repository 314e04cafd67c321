package dev.holdfast.model.topology;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.Collection;
import java.util.List;

/**
 * A replicated database cluster.
 *
 * @param driver which driver speaks to it, such as {@code postgresql}
 * @param access how Holdfast logs in
 * @param nodes every server, in the order of the file
 * @param endpoints where applications find the writer and the readers, one entry a load balancer
 * @param detection how long silence must last before the primary counts as down
 */
public record DatabaseSpec(
        String name,
        String driver,
        Objective objective,
        DatabaseAccess access,
        List<NodeSpec> nodes,
        List<DatabaseEndpoint> endpoints,
        DetectionPolicy detection) {

    public DatabaseSpec {
        nodes = List.copyOf(nodes);
        endpoints = List.copyOf(endpoints);
    }

    public NodeSpec node(String wanted) {
        return nodes.stream()
                .filter(node -> node.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "database server '%s'; database %s has %s".formatted(wanted, name, nodeNames())));
    }

    /** The same database without its endpoints at some load balancers. */
    public DatabaseSpec withoutBalancers(Collection<String> names) {
        return new DatabaseSpec(
                name,
                driver,
                objective,
                access,
                nodes,
                endpoints.stream()
                        .filter(endpoint -> !names.contains(endpoint.balancer()))
                        .toList(),
                detection);
    }

    public List<String> nodeNames() {
        return nodes.stream().map(NodeSpec::name).toList();
    }
}
