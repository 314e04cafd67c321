package dev.holdfast.operations.capacity;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each region is asked for. Pure.
 *
 * @param requests a second, by region
 */
public record Demand(Map<String, Double> requests) {
    public Demand {
        requests = Map.copyOf(requests);
    }

    public static Demand of(Collection<TrafficRate> rates) {
        Map<String, Double> requests = new HashMap<>();
        rates.forEach(rate -> requests.merge(rate.region(), rate.requests(), Double::sum));
        return new Demand(requests);
    }

    /** What a region is asked for; 0 when nothing is known of it. */
    public double at(String region) {
        return requests.getOrDefault(region, 0.0);
    }

    public double total() {
        return requests.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Where at least so much is asked for. */
    public Demand atLeast(String region, double least) {
        Map<String, Double> changed = new HashMap<>(requests);
        changed.merge(region, least, Math::max);
        return new Demand(changed);
    }

    /**
     * After a region's clients were led elsewhere; the region itself is asked for nothing any more.
     *
     * @param shares by region, in any measure: only their proportion counts
     */
    public Demand moved(String from, Map<String, Double> shares) {
        double whole = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> changed = new HashMap<>(requests);
        double moving = at(from);
        changed.remove(from);
        if (whole > 0) {
            shares.forEach((region, share) -> changed.merge(region, moving * share / whole, Double::sum));
        }
        return new Demand(changed);
    }

    /** After a region's clients were led to one other. */
    public Demand moved(String from, String to) {
        return moved(from, Map.of(to, 1.0));
    }

    /** Shares in proportion to what the regions carry in good times. */
    public static Map<String, Double> sharesByUsual(List<RegionCapacity> receivers) {
        Map<String, Double> shares = new HashMap<>();
        receivers.forEach(one -> shares.put(one.region(), (double) one.usual()));
        return shares;
    }
}
