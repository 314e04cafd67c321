package dev.holdfast.operations.capacity;

import java.util.Locale;
import java.util.Optional;

/** Decides whether instances may be taken from a region whose clients are served meanwhile. Pure. */
public final class ScaleDownRule {
    private ScaleDownRule() {}

    /**
     * Why not; empty when it may be.
     *
     * @param rate what comes in now; empty when that is unknown
     */
    public static Optional<String> objection(ScaleStep step, RegionCapacity capacity, Optional<TrafficRate> rate) {
        if (!step.takesAway()) {
            return Optional.empty();
        }
        if (step.target() >= capacity.usual() && capacity.perInstance().isEmpty()) {
            return Optional.empty();
        }
        if (rate.isEmpty()) {
            return Optional.of("nobody knows how much traffic %s has now, so no instance is taken from it"
                    .formatted(step.region()));
        }
        Optional<Integer> needed = capacity.instancesFor(rate.get().requests());
        return needed.isEmpty()
                ? Optional.of(
                        "nobody has measured what an instance of %s can serve, so there are no fewer than the usual %d in %s"
                                .formatted(step.deployment().name(), capacity.usual(), step.region()))
                : needed.filter(least -> least > step.target()).map(least -> tooFew(step, rate.get(), least));
    }

    private static String tooFew(ScaleStep step, TrafficRate rate, int needed) {
        return String.format(
                Locale.ROOT,
                "%s in %s gets %.0f requests a second now, for which it needs %d instances, and would have %d",
                step.deployment().name(),
                step.region(),
                rate.requests(),
                needed,
                step.target());
    }
}
