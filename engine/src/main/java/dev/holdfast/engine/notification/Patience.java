package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.Tempo;
import java.time.Duration;

/** How long may still be tried, by the tempo of the thread. */
record Patience(long end) {

    static Patience of(Duration limit) {
        return new Patience(Tempo.current().nanoTime() + limit.toNanos());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - Tempo.current().nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** The first half of what is left. */
    Patience half() {
        return of(left().dividedBy(2));
    }
}
