package dev.holdfast.app.terminal;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class Durations {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private Durations() {}

    /** With as many digits as matter, such as {@code 85 ms}, {@code 2.4 s}, {@code 3 min 07 s} or {@code 2 h 05 min}. */
    public static String show(Duration duration) {
        if (duration.compareTo(SECOND) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(MINUTE) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.compareTo(HOUR) < 0) {
            return "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
        }
        return "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
    }

    /** As a clock that counts up, such as {@code 0:07}. */
    public static String clock(Duration duration) {
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
