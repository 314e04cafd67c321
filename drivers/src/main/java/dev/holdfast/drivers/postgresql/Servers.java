package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.NodeSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The servers of one cluster, by name and by address. */
final class Servers {
    private final DatabaseSpec spec;
    private final Map<String, Server> byName = new LinkedHashMap<>();

    Servers(DatabaseSpec spec) {
        this.spec = spec;
        spec.nodes().forEach(node -> byName.put(node.name(), new Server(node, spec.access())));
    }

    DatabaseSpec spec() {
        return spec;
    }

    List<Server> all() {
        return List.copyOf(byName.values());
    }

    Server get(String node) {
        return Optional.ofNullable(byName.get(spec.node(node).name())).orElseThrow();
    }

    boolean has(String node) {
        return byName.containsKey(node);
    }

    Optional<String> at(String host, int port) {
        return spec.nodes().stream()
                .filter(node ->
                        node.address().host().equals(host) && node.address().port() == port)
                .map(NodeSpec::name)
                .findFirst();
    }

    /** The server that a connection string leads to. */
    Optional<String> namedBy(ConnInfo conninfo) {
        return spec.nodes().stream()
                .filter(conninfo::leadsTo)
                .map(NodeSpec::name)
                .findFirst();
    }
}
