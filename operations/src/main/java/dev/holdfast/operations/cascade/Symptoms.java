package dev.holdfast.operations.cascade;

import dev.holdfast.operations.capacity.TrafficRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells what is wrong with a region at one look. Pure. */
final class Symptoms {
    /** More than this share of the requests fails. */
    private static final double FAILING = 0.05;
    /** More than this share of what the instances can serve is used. */
    private static final double SATURATED = 0.9;
    /** So many connections are tried again for each request: clients and load balancers make more load of the same requests. */
    private static final double STORM = 0.2;
    /** So many times slower than at its best, and not quick besides. */
    private static final int SLOWER = 5;

    private static final Duration SLOW = Duration.ofMillis(500);

    private Symptoms() {}

    /**
     * What is wrong, one sentence each; nothing when it can't be seen.
     *
     * @param best the quickest mean time to an answer that was seen of it
     */
    static List<String> of(Reading reading, Duration best) {
        if (reading.lost()) {
            return List.of("it serves nobody");
        }
        List<String> symptoms = new ArrayList<>();
        reading.rate().ifPresent(rate -> ofTraffic(rate, best, symptoms));
        reading.saturation()
                .filter(share -> share > SATURATED)
                .ifPresent(share -> symptoms.add(
                        Double.isInfinite(share)
                                ? "no instance is ready for its requests"
                                : percent("%.0f%% of its capacity is used", share)));
        return List.copyOf(symptoms);
    }

    private static void ofTraffic(TrafficRate rate, Duration best, List<String> symptoms) {
        if (rate.failedShare() > FAILING) {
            symptoms.add(percent("%.1f%% of its requests fail", rate.failedShare()));
        }
        if (rate.queued() > Math.max(1, rate.requests())) {
            symptoms.add("%d of its requests wait".formatted(rate.queued()));
        }
        if (rate.retries() >= 1 && rate.retriesPerRequest() > STORM) {
            symptoms.add(String.format(Locale.ROOT, "retry storm: %.0f retries a second", rate.retries()));
        }
        if (rate.requests() > 0
                && rate.response().compareTo(SLOW) > 0
                && rate.response().compareTo(best.multipliedBy(SLOWER)) > 0) {
            symptoms.add("an answer takes %d ms, %d ms at its best"
                    .formatted(rate.response().toMillis(), best.toMillis()));
        }
    }

    private static String percent(String pattern, double share) {
        return String.format(Locale.ROOT, pattern, share * 100);
    }
}
