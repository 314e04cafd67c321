package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the requests of clients arrive on the twin, and how many there were so far. Clients follow DNS at once: that an answer may
 * be kept for a while is not modelled.
 *
 * <p>Guarded by {@link TwinEffects}.
 */
final class TwinFlow {
    private final TwinTraffic traffic;
    private final Map<String, Double> demand;
    /** The names under which clients find each deployment. */
    private final Map<String, List<String>> namesOf;

    private final Map<String, Double> requests = new HashMap<>();
    private final Map<String, Double> failures = new HashMap<>();
    private long settled;

    /**
     * @param demand requests a second of the clients that belong to a region
     */
    TwinFlow(TwinTraffic traffic, Map<String, Double> demand) {
        this.traffic = traffic;
        this.demand = Map.copyOf(demand);
        this.namesOf = traffic.topology().dns().stream()
                .collect(Collectors.groupingBy(
                        DnsSpec::deployment, Collectors.mapping(DnsSpec::name, Collectors.toUnmodifiableList())));
    }

    /** Requests a second that arrive in a region for the same reason, and whether they are answered there. */
    private record Current(String region, double rate, boolean answered) {}

    /** Counts what came since the last time. To be called before anything changes that decides where requests go. */
    void settle() {
        long now = Tempo.current().nanoTime();
        if (now <= settled) {
            return;
        }
        double seconds = (now - settled) / (double) Duration.ofSeconds(1).toNanos();
        settled = now;
        for (Current current : currents()) {
            requests.merge(current.region(), current.rate() * seconds, Double::sum);
            if (!current.answered()) {
                failures.merge(current.region(), current.rate() * seconds, Double::sum);
            }
        }
    }

    long requests(String region) {
        return Math.round(requests.getOrDefault(region, 0.0));
    }

    long failures(String region) {
        return Math.round(failures.getOrDefault(region, 0.0));
    }

    /** Requests a second that arrive in each region now. */
    Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        traffic.topology().regions().forEach(region -> rates.put(region.name(), 0.0));
        currents().forEach(current -> rates.merge(current.region(), current.rate(), Double::sum));
        return rates;
    }

    /** Clients ask every server of every name equally often. */
    private List<Current> currents() {
        List<Current> currents = new ArrayList<>();
        if (traffic.zones().isEmpty()) {
            demand.forEach((region, rate) -> currents.add(new Current(region, rate, traffic.carries(region))));
            return currents;
        }
        double tables = traffic.zones().values().stream()
                .mapToInt(zone -> zone.answering().size())
                .sum();
        for (TwinZone zone : traffic.zones().values()) {
            Set<String> serving = serving(zone);
            for (List<DnsTarget> table : zone.answering()) {
                Map<String, Double> led = new HashMap<>();
                demand.forEach((home, rate) -> lead(home, rate / tables, table, serving, led));
                led.forEach((region, rate) -> currents.add(new Current(region, rate, serving.contains(region))));
            }
        }
        return currents;
    }

    /** The regions where a request under the name is answered. */
    private Set<String> serving(TwinZone zone) {
        return traffic.topology().regions().stream()
                .map(RegionSpec::name)
                .filter(region -> traffic.carries(region, zone.spec().deployment()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The regions that clients of a region are led to when they look for a deployment. */
    Set<String> destinations(String home, String deployment) {
        List<TwinZone> names = namesOf.getOrDefault(deployment, List.of()).stream()
                .flatMap(name -> Optional.ofNullable(traffic.zones().get(name)).stream())
                .toList();
        if (names.isEmpty()) {
            return Set.of(home);
        }
        Map<String, Double> reached = new HashMap<>();
        for (TwinZone zone : names) {
            Set<String> serving = serving(zone);
            zone.answering().forEach(table -> lead(home, 1, table, serving, reached));
        }
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
