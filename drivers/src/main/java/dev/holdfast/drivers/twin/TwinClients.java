package dev.holdfast.drivers.twin;

import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Clients of a twin. What they do takes no time. */
public final class TwinClients {
    private final TwinTraffic traffic;
    private final TwinEffects effects;

    TwinClients(TwinTraffic traffic, TwinEffects effects) {
        this.traffic = traffic;
        this.effects = effects;
    }

    /**
     * A client commits through the writer endpoint of a load balancer.
     *
     * @return whether it was told that the commit is safe
     */
    public boolean write(String database, String balancer, long bytes) {
        DatabaseSpec spec = traffic.topology().database(Optional.of(database));
        return effects.look(() -> spec.endpoints().stream()
                .filter(endpoint -> endpoint.balancer().equals(balancer))
                .findFirst()
                .flatMap(endpoint -> traffic.writer(spec, endpoint))
                .map(server -> servers(database).commit(server, bytes))
                .orElse(false));
    }

    /** As {@link #write}, over a session straight to the server, whatever the load balancers say. */
    public boolean writeAt(String database, String server, long bytes) {
        return effects.look(() -> servers(database).commit(servers(database).get(server), bytes));
    }

    private TwinServers servers(String database) {
        return Optional.ofNullable(traffic.databases().get(database)).orElseThrow();
    }

    /** For each region of each deployment, whether its clients are served now. */
    public Map<String, Boolean> served() {
        return effects.look(() -> {
            Map<String, Set<String>> destinations = new HashMap<>();
            Map<String, Boolean> served = new TreeMap<>();
            for (TwinWorkloads deployment : traffic.deployments().values()) {
                for (Entrance entrance : deployment.spec().entrances()) {
                    Set<String> reached = destinations.computeIfAbsent(entrance.region(), traffic.flow()::destinations);
                    served.merge(entrance.region(), served(deployment, reached), Boolean::logicalAnd);
                }
            }
            return served;
        });
    }

    private static boolean served(TwinWorkloads deployment, Set<String> destinations) {
        return !destinations.isEmpty() && destinations.stream().allMatch(deployment::serves);
    }
}
