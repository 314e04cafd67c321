package dev.holdfast.operations.cascade;

import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One look at one region. Pure.
 *
 * @param lost whether it is proven that it serves nobody
 * @param rate what goes through it; empty when that can't be seen
 * @param capacity what it has; empty when that can't be seen
 */
record Reading(String region, boolean lost, Optional<TrafficRate> rate, Optional<RegionCapacity> capacity) {

    /** Whether nothing can be said of it. */
    boolean isBlind() {
        return !lost && rate.isEmpty();
    }

    /** Share of what its ready instances can serve; empty when that is unknown. */
    Optional<Double> saturation() {
        return rate.flatMap(seen -> capacity.flatMap(has -> has.saturation(seen)));
    }

    /** How many of the instances that were asked for are not ready. */
    int missing() {
        return capacity.map(has ->
                        Math.max(0, has.replicas().wanted() - has.replicas().ready()))
                .orElse(0);
    }

    /** For people, in a line with others. */
    String text() {
        if (lost) {
            return region + " lost";
        }
        if (rate.isEmpty()) {
            return region + " can't be seen";
        }
        TrafficRate seen = rate.get();
        List<String> parts = new ArrayList<>();
        saturation().ifPresent(share -> parts.add(percent("%.0f%% used", share)));
        parts.add(String.format(Locale.ROOT, "%.0f/s", seen.requests()));
        parts.add(percent("%.1f%% fail", seen.failedShare()));
        parts.add("%d wait".formatted(seen.queued()));
        parts.add(String.format(Locale.ROOT, "%.0f retries/s", seen.retries()));
        parts.add("%d ms".formatted(seen.response().toMillis()));
        capacity.ifPresent(has -> parts.add(
                "%d/%d ready".formatted(has.replicas().ready(), has.replicas().wanted())));
        return "%s %s".formatted(region, String.join(" ", parts));
    }

    private static String percent(String pattern, double share) {
        return String.format(Locale.ROOT, pattern, share * 100);
    }
}
