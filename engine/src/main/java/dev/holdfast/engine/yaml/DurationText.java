package dev.holdfast.engine.yaml;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in files and on command lines: {@code 50ms}, {@code 15s}, {@code 5m}, {@code 1h}. */
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private DurationText() {}

    /** Throws a coded exception for text of another form. */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID,
                    "'%s' is not a duration; write one such as 50ms, 15s, 5m or 1h".formatted(text));
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** In the largest unit that is exact, with parts of a millisecond cut off; {@link #parse} reads it back. */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("negative duration: " + duration);
        }
        Duration whole = duration.truncatedTo(ChronoUnit.MILLIS);
        if (whole.isZero()) {
            return "0s";
        }
        if (whole.toMillisPart() != 0) {
            return whole.toMillis() + "ms";
        }
        if (whole.toSecondsPart() != 0) {
            return whole.toSeconds() + "s";
        }
        return whole.toMinutesPart() == 0 ? whole.toHours() + "h" : whole.toMinutes() + "m";
    }
}
