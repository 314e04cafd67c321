package dev.holdfast.drivers;

import java.time.Duration;

/** The moment at which a call that takes several exchanges must be over, by a clock that is never set. */
public final class Deadline {
    private final Duration limit;
    private final long end;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /** How much was allowed at the beginning. */
    public Duration limit() {
        return limit;
    }

    public boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** What is left, but never less than a millisecond: the network interfaces of Java take zero for unlimited. */
    public Duration remaining() {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    /** What is left, but not more than this. */
    public Duration remaining(Duration atMost) {
        Duration left = remaining();
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    /** A deadline for a part of the call: after {@code part}, or at the end of the whole. */
    public Deadline within(Duration part) {
        return Deadline.in(remaining(part));
    }
}
