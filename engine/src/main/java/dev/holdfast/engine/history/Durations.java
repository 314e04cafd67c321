package dev.holdfast.engine.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Percentiles of durations that were measured. */
public final class Durations {
    private Durations() {}

    /**
     * The shortest of the samples that at least {@code percent} of 100 of them do not exceed (nearest rank), so the answer is
     * always one that really happened. Of few samples the high percentiles are simply the longest: the 95th needs 20 samples to
     * be anything else, the 75th needs 4, and a single sample is every percentile.
     *
     * @param samples in any order
     * @param percent 1 to 100
     * @return empty when there is no sample
     */
    public static Optional<Duration> percentile(List<Duration> samples, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a percentile is 1 to 100, not " + percent);
        }
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        long rank = Math.ceilDiv((long) samples.size() * percent, 100L);
        return samples.stream().sorted().skip(rank - 1).findFirst();
    }
}
