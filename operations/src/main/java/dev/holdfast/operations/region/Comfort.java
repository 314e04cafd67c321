package dev.holdfast.operations.region;

import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import dev.holdfast.operations.region.Pace.Feedback;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells how the regions that get more clients bear it, compared with how they were before. Pure.
 *
 * @param before what went through each region before the first step
 */
record Comfort(List<TrafficRate> before) {
    /** More failures than before, as a share of the requests. */
    private static final double FAILURES = 0.01;

    private static final double FULL = 0.9;
    private static final double OVERFULL = 1.0;

    private static final Duration SLOWER = Duration.ofMillis(25);
    private static final Duration MUCH_SLOWER = Duration.ofMillis(250);

    Comfort {
        before = List.copyOf(before);
    }

    /** What was seen of a region, and what it means. */
    record Sign(Feedback feedback, String reason) {}

    /** The worst sign of any of the regions, {@code seen} being what is known of them. */
    Sign of(List<String> regions, List<TrafficRate> seen, List<RegionCapacity> capacities) {
        return regions.stream()
                .map(region -> of(region, seen, capacities))
                .max(Comparator.comparing(Sign::feedback))
                .orElse(new Sign(Feedback.HEALTHY, ""));
    }

    private Sign of(String region, List<TrafficRate> seen, List<RegionCapacity> capacities) {
        Optional<TrafficRate> rate = find(region, seen);
        if (rate.isEmpty()) {
            return new Sign(Feedback.STRAINED, "what goes through %s can't be seen".formatted(region));
        }
        Optional<RegionCapacity> capacity =
                capacities.stream().filter(one -> one.region().equals(region)).findFirst();
        return Stream.of(
                        failures(rate.get()),
                        queue(rate.get()),
                        response(rate.get()),
                        capacity.map(one -> saturation(rate.get(), one)).orElseGet(Comfort::well))
                .max(Comparator.comparing(Sign::feedback))
                .orElseThrow();
    }

    private static Optional<TrafficRate> find(String region, List<TrafficRate> rates) {
        return rates.stream().filter(rate -> rate.region().equals(region)).findFirst();
    }

    private static Sign well() {
        return new Sign(Feedback.HEALTHY, "");
    }

    private Sign failures(TrafficRate rate) {
        double usual = find(rate.region(), before).map(TrafficRate::failedShare).orElse(0.0);
        return rate.failures() > 0 && rate.failedShare() > usual + FAILURES
                ? new Sign(
                        Feedback.HURT,
                        String.format(
                                Locale.ROOT,
                                "%.1f%% of the requests in %s fail, %.1f%% did before",
                                rate.failedShare() * 100,
                                rate.region(),
                                usual * 100))
                : well();
    }

    /** A queue that holds more than comes in in a second only grows. */
    private Sign queue(TrafficRate rate) {
        int usual = find(rate.region(), before).map(TrafficRate::queued).orElse(0);
        if (rate.queued() <= usual) {
            return well();
        }
        Feedback feedback = rate.queued() > usual + rate.requests() ? Feedback.HURT : Feedback.STRAINED;
        return new Sign(
                feedback, "%d requests wait in %s, %d did before".formatted(rate.queued(), rate.region(), usual));
    }

    private Sign response(TrafficRate rate) {
        Duration usual = usualResponse(rate.region());
        if (rate.response().compareTo(usual.multipliedBy(5).plus(MUCH_SLOWER)) > 0) {
            return new Sign(Feedback.HURT, slower(rate, usual));
        }
        return rate.response().compareTo(usual.multipliedBy(2).plus(SLOWER)) > 0
                ? new Sign(Feedback.STRAINED, slower(rate, usual))
                : well();
    }

    /** A region that had no traffic before is compared with the others. */
    private Duration usualResponse(String region) {
        return find(region, before)
                .filter(rate -> rate.requests() > 0)
                .map(TrafficRate::response)
                .or(() -> before.stream().map(TrafficRate::response).max(Duration::compareTo))
                .orElse(Duration.ZERO);
    }

    private static String slower(TrafficRate rate, Duration usual) {
        return "an answer in %s takes %d ms, %d ms before"
                .formatted(rate.region(), rate.response().toMillis(), usual.toMillis());
    }

    private static Sign saturation(TrafficRate rate, RegionCapacity capacity) {
        double share = capacity.saturation(rate).orElse(0.0);
        if (share <= FULL) {
            return well();
        }
        String reason = String.format(Locale.ROOT, "%s uses %.0f%% of its capacity", rate.region(), share * 100);
        return new Sign(share > OVERFULL ? Feedback.HURT : Feedback.STRAINED, reason);
    }
}
