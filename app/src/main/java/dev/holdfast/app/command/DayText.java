package dev.holdfast.app.command;

import dev.holdfast.engine.yaml.DurationText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations that may be as long as days, such as {@code 30d}. */
final class DayText {
    private static final Pattern DAYS = Pattern.compile("(\\d{1,4})d");

    private DayText() {}

    static Duration parse(String text) {
        Matcher days = DAYS.matcher(text);
        return days.matches() ? Duration.ofDays(Long.parseLong(days.group(1))) : DurationText.parse(text);
    }
}
