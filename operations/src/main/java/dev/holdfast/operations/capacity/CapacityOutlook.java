package dev.holdfast.operations.capacity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the remaining regions can carry what all of them carry. Pure.
 *
 * @param verdict what it comes to
 * @param needed instances that the remaining regions need
 * @param ready instances that serve there
 * @param most instances that they have room for
 * @param basis what was counted, for people
 */
public record CapacityOutlook(Verdict verdict, int needed, int ready, int most, String basis) {

    /** What it comes to. */
    public enum Verdict {
        /** They can as they are. */
        ENOUGH,
        /** They can when they are scaled. */
        SCALE,
        /** They have no room for so much. */
        SHORT
    }

    /**
     * The outlook when regions are lost.
     *
     * @param capacities of every region
     * @param remaining those that may carry more
     * @param now what comes in; of all regions, or what all have in good times is taken instead
     */
    public static CapacityOutlook of(
            List<RegionCapacity> capacities, Set<String> lost, Set<String> remaining, List<TrafficRate> now) {
        List<RegionCapacity> receivers = capacities.stream()
                .filter(one -> remaining.contains(one.region()) && !lost.contains(one.region()))
                .toList();
        boolean measured = capacities.stream()
                .allMatch(one -> one.perInstance().isPresent()
                        && now.stream().anyMatch(rate -> rate.region().equals(one.region())));
        return measured
                ? byTraffic(receivers, lost, Demand.of(now))
                : byUsual(receivers, new Takeover(capacities, lost, remaining, Optional.empty()).needed());
    }

    private static CapacityOutlook byTraffic(List<RegionCapacity> receivers, Set<String> lost, Demand now) {
        Demand after = now;
        for (String region : lost) {
            after = after.moved(region, Demand.sharesByUsual(receivers));
        }
        List<CapacityNeed> needs = CapacityNeed.of(receivers, after);
        int needed = needs.stream().mapToInt(need -> need.instances().orElse(0)).sum();
        Verdict verdict = needs.stream().allMatch(CapacityNeed::isMet)
                ? Verdict.ENOUGH
                : needed <= most(receivers) ? Verdict.SCALE : Verdict.SHORT;
        String basis = String.format(
                Locale.ROOT, "%.0f requests a second come in, %.0f of them there", now.total(), moving(now, lost));
        return of(needs.isEmpty() ? Verdict.SHORT : verdict, needed, receivers, basis);
    }

    private static double moving(Demand now, Set<String> lost) {
        return lost.stream().mapToDouble(now::at).sum();
    }

    private static CapacityOutlook byUsual(List<RegionCapacity> receivers, int needed) {
        boolean enough = ready(receivers) >= needed;
        boolean room = most(receivers) >= needed;
        Verdict verdict = enough ? Verdict.ENOUGH : room ? Verdict.SCALE : Verdict.SHORT;
        return of(
                receivers.isEmpty() ? Verdict.SHORT : verdict,
                needed,
                receivers,
                "not all traffic can be measured, so what runs in good times is counted");
    }

    private static CapacityOutlook of(Verdict verdict, int needed, List<RegionCapacity> receivers, String basis) {
        return new CapacityOutlook(verdict, needed, ready(receivers), most(receivers), basis);
    }

    private static int ready(List<RegionCapacity> receivers) {
        return receivers.stream().mapToInt(one -> one.replicas().ready()).sum();
    }

    private static int most(List<RegionCapacity> receivers) {
        return receivers.stream().mapToInt(one -> one.replicas().most()).sum();
    }

    /** For people. */
    public String sentence() {
        return switch (verdict) {
            case ENOUGH ->
                "%d instances serve in the other regions, and %d are needed (%s)".formatted(ready, needed, basis);
            case SCALE ->
                "%d instances serve in the other regions, and %d are needed; there is room for %d (%s)"
                        .formatted(ready, needed, most, basis);
            case SHORT ->
                "the other regions have room for %d instances, and %d are needed: about %d%% of the requests could not be served (%s)"
                        .formatted(most, needed, unserved(), basis);
        };
    }

    /** What share of the requests could not be served at the most that can be had, in percent. */
    public int unserved() {
        return needed == 0 || most >= needed ? 0 : (int) Math.ceil(100.0 * (needed - most) / needed);
    }
}
