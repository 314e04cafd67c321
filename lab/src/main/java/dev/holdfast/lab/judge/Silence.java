package dev.holdfast.lab.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long clients are silent at most while they are served. */
final class Silence {
    /** Silence that is shorter than this is no outage yet. */
    private static final Duration SETTLED = Duration.ofSeconds(1);
    /** Clients that write rarely are silent for longer: this many of their usual intervals. */
    private static final int USUAL_INTERVALS = 5;

    private Silence() {}

    /** Judged by the intervals between these moments, which are in order. */
    static Duration usual(List<Instant> acknowledgements) {
        List<Duration> intervals = new ArrayList<>();
        for (int i = 1; i < acknowledgements.size(); i++) {
            intervals.add(Duration.between(acknowledgements.get(i - 1), acknowledgements.get(i)));
        }
        intervals.sort(null);
        if (intervals.isEmpty()) {
            return SETTLED;
        }
        Duration usual = intervals.get(intervals.size() / 2).multipliedBy(USUAL_INTERVALS);
        return usual.compareTo(SETTLED) > 0 ? usual : SETTLED;
    }
}
