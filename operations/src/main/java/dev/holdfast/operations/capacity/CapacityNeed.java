package dev.holdfast.operations.capacity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a region would have to carry, and whether it can. Pure.
 *
 * @param requests a second that would come in
 */
public record CapacityNeed(RegionCapacity capacity, double requests) {

    /** The need of each region that something is asked of. */
    public static List<CapacityNeed> of(List<RegionCapacity> capacities, Demand demand) {
        Map<String, Double> asked = demand.requests();
        return capacities.stream()
                .filter(capacity -> asked.containsKey(capacity.region()))
                .map(capacity -> new CapacityNeed(capacity, asked.getOrDefault(capacity.region(), 0.0)))
                .toList();
    }

    public String region() {
        return capacity.region();
    }

    /** How many instances it takes; empty when nobody knows what one can serve. */
    public Optional<Integer> instances() {
        return capacity.instancesFor(requests);
    }

    /** How many instances are missing; empty when nobody knows. */
    public Optional<Integer> missing() {
        return instances()
                .map(needed -> Math.max(0, needed - capacity.replicas().ready()));
    }

    /** Whether it is known that those which are ready are enough. */
    public boolean isMet() {
        return missing().filter(none -> none == 0).isPresent();
    }

    /** Whether it is known that the region has room for as many as it takes. */
    public boolean canBeMet() {
        return instances()
                .filter(needed -> needed <= capacity.replicas().most())
                .isPresent();
    }

    /** For people. */
    public String sentence() {
        return instances()
                .map(needed -> String.format(
                        Locale.ROOT,
                        "%s would get %.0f requests a second, for which it needs %d instances; %d are ready, room is for %d",
                        region(),
                        requests,
                        needed,
                        capacity.replicas().ready(),
                        capacity.replicas().most()))
                .orElseGet(() ->
                        "nobody has measured what an instance in %s can serve; the topology's `capacity` is missing"
                                .formatted(region()));
    }
}
