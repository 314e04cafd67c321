package dev.holdfast.operations.capacity;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many instances the remaining regions need when others are lost. Pure.
 *
 * <p>Together they are to have what all regions have in good times, because what the lost ones carried can't be measured any more.
 * Each has at least what the traffic that comes in there now needs. Nobody gets fewer than there are. What a region has no room for
 * goes to another one.
 *
 * @param capacities of every region
 * @param lost the regions whose traffic is to be carried
 * @param receivers the regions that carry it
 * @param successor the one of them that gets the traffic of the lost ones; empty when they share it
 */
public record Takeover(
        List<RegionCapacity> capacities, Set<String> lost, Set<String> receivers, Optional<String> successor) {
    public Takeover {
        capacities = List.copyOf(capacities);
        lost = Set.copyOf(lost);
        receivers = Set.copyOf(receivers);
    }

    /** How many each receiver should have, whether there is room for them or not; what is over is with the last one. */
    public Map<String, Integer> instances(List<TrafficRate> now) {
        Map<String, Integer> wanted = new HashMap<>();
        receiving().forEach(one -> wanted.put(one.region(), atLeast(one, now)));
        int missing = needed() - sum(wanted);
        while (missing > 0) {
            Optional<RegionCapacity> next = emptiest(wanted);
            if (next.isEmpty()) {
                break;
            }
            wanted.merge(next.get().region(), 1, Integer::sum);
            missing--;
        }
        if (missing > 0) {
            int rest = missing;
            largest().ifPresent(one -> wanted.merge(one.region(), rest, Integer::sum));
        }
        return wanted;
    }

    /** All that there is in good times, of the regions in question. */
    public int needed() {
        return receiving().stream().mapToInt(RegionCapacity::usual).sum() + lostInstances();
    }

    private int lostInstances() {
        return capacities.stream()
                .filter(one -> lost.contains(one.region()))
                .mapToInt(RegionCapacity::usual)
                .sum();
    }

    private List<RegionCapacity> receiving() {
        return capacities.stream()
                .filter(one -> receivers.contains(one.region()) && !lost.contains(one.region()))
                .toList();
    }

    private int atLeast(RegionCapacity one, List<TrafficRate> now) {
        int live = now.stream()
                .filter(rate -> rate.region().equals(one.region()))
                .flatMap(rate -> one.instancesFor(rate.requests()).stream())
                .findFirst()
                .orElse(0);
        int share = Math.min(one.replicas().most(), share(one));
        return Math.max(
                Math.max(live, share), Math.max(one.usual(), one.replicas().wanted()));
    }

    private int share(RegionCapacity one) {
        if (successor.isPresent()) {
            return one.usual() + (successor.get().equals(one.region()) ? lostInstances() : 0);
        }
        int usual = receiving().stream().mapToInt(RegionCapacity::usual).sum();
        return usual == 0 ? 0 : (int) Math.ceil((double) one.usual() * needed() / usual - 1e-9);
    }

    private Optional<RegionCapacity> emptiest(Map<String, Integer> wanted) {
        return receiving().stream()
                .filter(one ->
                        wanted.getOrDefault(one.region(), 0) < one.replicas().most())
                .max(Comparator.comparingInt(one -> one.replicas().most() - wanted.getOrDefault(one.region(), 0)));
    }

    private Optional<RegionCapacity> largest() {
        return receiving().stream()
                .max(Comparator.comparingInt(one -> one.replicas().most()));
    }

    private static int sum(Map<String, Integer> wanted) {
        return wanted.values().stream().mapToInt(Integer::intValue).sum();
    }
}
