package dev.holdfast.drivers.channel;

import java.time.Duration;
import java.util.Optional;

/** The header that says how long to wait. */
public final class RetryAfter {
    private RetryAfter() {}

    /** Empty when it is no number of seconds. A date is not understood: the clocks may differ. */
    public static Optional<Duration> parse(Optional<String> header) {
        return header.map(String::strip)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Long::valueOf)
                .map(Duration::ofSeconds);
    }
}
