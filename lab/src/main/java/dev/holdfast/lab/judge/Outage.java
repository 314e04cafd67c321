package dev.holdfast.lab.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time without acknowledged writes, as clients saw it.
 *
 * @param since the last acknowledgement before it; the fault, when there was none
 * @param firstAfter the first acknowledgement after it; empty when none followed
 * @param length up to the first acknowledgement after it, or to the end of what was observed
 */
public record Outage(Instant since, Optional<Instant> firstAfter, Duration length) {

    public boolean ongoing() {
        return firstAfter.isEmpty();
    }
}
