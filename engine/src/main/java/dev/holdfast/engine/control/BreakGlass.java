package dev.holdfast.engine.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time in which no step needed an approval.
 *
 * @param id such as {@code bg-4}
 * @param until it ends by itself then
 */
public record BreakGlass(
        String id, Decision opened, Instant until, Optional<Decision> closed, Optional<Decision> reviewed) {
    /** The longest time. */
    public static final Duration LONGEST = Duration.ofMinutes(60);

    public boolean isOpen(Instant now) {
        return closed.isEmpty() && now.isBefore(until);
    }

    BreakGlass closedBy(Decision decision) {
        return new BreakGlass(id, opened, until, Optional.of(decision), reviewed);
    }

    BreakGlass reviewedBy(Decision decision) {
        return new BreakGlass(id, opened, until, closed, Optional.of(decision));
    }
}
