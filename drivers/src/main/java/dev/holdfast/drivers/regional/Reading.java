package dev.holdfast.drivers.regional;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;

/**
 * What a region's data was at one moment.
 *
 * @param at by the clock of its host
 */
record Reading(Instant at, Manifest manifest) {
    private static final String AT = "at ";

    static Reading read(Iterator<String> lines) {
        return new Reading(moment(lines), Manifest.read(lines));
    }

    /** Reads {@code at MOMENT}. */
    static Instant moment(Iterator<String> lines) {
        return moment(lines.hasNext() ? lines.next() : "");
    }

    /** Reads {@code at MOMENT}, or the moment alone. */
    static Instant moment(String line) {
        try {
            return Instant.parse(line.startsWith(AT) ? line.substring(AT.length()) : line);
        } catch (DateTimeParseException e) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED, "expected a moment from a host, and got '%s'".formatted(line), e);
        }
    }
}
