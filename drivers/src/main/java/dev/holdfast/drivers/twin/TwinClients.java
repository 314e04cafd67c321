package dev.holdfast.drivers.twin;

import dev.holdfast.model.topology.DatabaseSpec;
import java.util.List;
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

    /** Where clients of a region come in at a deployment. */
    public record Place(String deployment, String region) {}

    public List<Place> places() {
        return traffic.deployments().values().stream()
                .map(TwinWorkloads::spec)
                .flatMap(spec -> spec.entrances().stream().map(entrance -> new Place(spec.name(), entrance.region())))
                .toList();
    }

    /** Whether clients of that region are served by that deployment now, wherever DNS leads them. */
    public boolean isServed(Place place) {
        return effects.look(() -> {
            TwinWorkloads deployment = Optional.ofNullable(traffic.deployments().get(place.deployment()))
                    .orElseThrow();
            Set<String> reached = traffic.flow().destinations(place.region(), place.deployment());
            return !reached.isEmpty() && reached.stream().allMatch(deployment::serves);
        });
    }

    /** For each region, whether its clients are served by every deployment now. */
    public Map<String, Boolean> served() {
        Map<String, Boolean> served = new TreeMap<>();
        places().forEach(place -> served.merge(place.region(), isServed(place), Boolean::logicalAnd));
        return served;
    }
}
