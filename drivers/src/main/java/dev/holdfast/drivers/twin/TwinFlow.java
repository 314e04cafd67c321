package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where the requests of clients arrive on the twin, and how many there were so far. Clients follow DNS at once: that an answer may
 * be kept for a while is not modelled.
 *
 * <p>Guarded by {@link TwinEffects}.
 */
final class TwinFlow {
    private final Topology topology;
    private final Map<String, Double> demand;
    private final Supplier<Collection<TwinZone>> zones;
    private final Predicate<String> serves;
    private final Map<String, Double> requests = new HashMap<>();
    private final Map<String, Double> failures = new HashMap<>();
    private long settled;

    /**
     * @param demand requests a second of the clients that belong to a region
     * @param serves whether a request that arrives in the region is answered
     */
    TwinFlow(
            Topology topology,
            Map<String, Double> demand,
            Supplier<Collection<TwinZone>> zones,
            Predicate<String> serves) {
        this.topology = topology;
        this.demand = Map.copyOf(demand);
        this.zones = zones;
        this.serves = serves;
    }

    /** Counts what came since the last time. To be called before anything changes that decides where requests go. */
    void settle() {
        long now = Tempo.current().nanoTime();
        double seconds =
                Math.max(0, now - settled) / (double) Duration.ofSeconds(1).toNanos();
        settled = now;
        Set<String> serving = serving();
        rates(serving).forEach((region, rate) -> {
            requests.merge(region, rate * seconds, Double::sum);
            if (!serving.contains(region)) {
                failures.merge(region, rate * seconds, Double::sum);
            }
        });
    }

    long requests(String region) {
        return Math.round(requests.getOrDefault(region, 0.0));
    }

    long failures(String region) {
        return Math.round(failures.getOrDefault(region, 0.0));
    }

    /** Requests a second that arrive in each region now. */
    Map<String, Double> rates() {
        return rates(serving());
    }

    /** Asked once for all tables: there may be thousands. */
    private Set<String> serving() {
        return topology.regions().stream().map(RegionSpec::name).filter(serves).collect(Collectors.toUnmodifiableSet());
    }

    private Map<String, Double> rates(Set<String> serving) {
        Map<String, Double> rates = new LinkedHashMap<>();
        topology.regions().forEach(region -> rates.put(region.name(), 0.0));
        List<List<DnsTarget>> tables =
                zones.get().stream().flatMap(zone -> zone.answering().stream()).toList();
        if (zones.get().isEmpty()) {
            demand.forEach((region, rate) -> rates.merge(region, rate, Double::sum));
        }
        for (List<DnsTarget> table : tables) {
            demand.forEach((region, rate) -> lead(region, rate / tables.size(), table, serving, rates));
        }
        return rates;
    }

    /** The regions that clients of a region are led to. */
    Set<String> destinations(String home) {
        if (zones.get().isEmpty()) {
            return Set.of(home);
        }
        Set<String> serving = serving();
        Map<String, Double> reached = new LinkedHashMap<>();
        zones.get().stream()
                .flatMap(zone -> zone.answering().stream())
                .forEach(table -> lead(home, 1, table, serving, reached));
        return reached.entrySet().stream()
                .filter(region -> region.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void lead(
            String home, double rate, List<DnsTarget> table, Set<String> serving, Map<String, Double> rates) {
        Optional<DnsTarget> own = target(home, table);
        double share = own.map(target -> weight(target, serving)).orElse(0) / (double) DnsTarget.USUAL_WEIGHT;
        double kept = rate * Math.min(1, share);
        rates.merge(home, kept, Double::sum);
        double moved = rate - kept;
        Optional<DnsTarget> successor = own.flatMap(DnsTarget::successor)
                .flatMap(name -> target(name, table))
                .filter(target -> weight(target, serving) > 0);
        if (successor.isPresent()) {
            rates.merge(successor.get().region(), moved, Double::sum);
            return;
        }
        List<DnsTarget> others =
                table.stream().filter(target -> !target.region().equals(home)).toList();
        int all = others.stream().mapToInt(other -> weight(other, serving)).sum();
        others.stream()
                .filter(_ -> all > 0)
                .forEach(other -> rates.merge(other.region(), moved * weight(other, serving) / all, Double::sum));
    }

    /** A DNS server leads nobody to a region that it finds dead. */
    private static int weight(DnsTarget target, Set<String> serving) {
        return serving.contains(target.region()) ? target.weight() : 0;
    }

    private static Optional<DnsTarget> target(String region, List<DnsTarget> table) {
        return table.stream().filter(target -> target.region().equals(region)).findFirst();
    }
}
