package dev.holdfast.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Durations of the same thing, the shortest one first. */
record Distribution(List<Duration> sorted) {

    Distribution {
        sorted = sorted.stream().sorted().toList();
    }

    static Distribution of(Collection<Duration> durations) {
        return new Distribution(List.copyOf(durations));
    }

    Optional<Duration> min() {
        return sorted.stream().findFirst();
    }

    Optional<Duration> max() {
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.getLast());
    }

    /** The middle one, or the mean of the two in the middle. */
    Optional<Duration> median() {
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        int half = sorted.size() / 2;
        Duration upper = sorted.get(half);
        return Optional.of(
                sorted.size() % 2 == 1
                        ? upper
                        : upper.plus(sorted.get(half - 1)).dividedBy(2));
    }

    /** All of them, in seconds. */
    @Override
    public String toString() {
        return sorted.stream().map(Distribution::seconds).collect(Collectors.joining(" "));
    }

    static String seconds(Optional<Duration> duration) {
        return duration.map(Distribution::seconds).orElse("-");
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }

    static String milliseconds(Optional<Duration> duration) {
        return duration.map(known -> String.format(Locale.ROOT, "%.0f", known.toNanos() / 1e6))
                .orElse("-");
    }
}
