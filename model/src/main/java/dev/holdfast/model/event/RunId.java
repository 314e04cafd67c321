package dev.holdfast.model.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The identity of a run: sorts by the time it was started, and can be typed. */
public record RunId(String value) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * A new identity.
     *
     * @param salt tells apart the runs of one second
     */
    public static RunId of(Instant startedAt, int salt) {
        return new RunId("%s-%04x".formatted(STAMP.format(startedAt), salt & 0xFFFF));
    }

    @Override
    public String toString() {
        return value;
    }
}
