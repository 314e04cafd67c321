package dev.holdfast.lab.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something holds. */
public final class Poll {
    private static final Duration INTERVAL = Duration.ofMillis(15);

    private Poll() {}

    /** Looks again and again until the condition holds (true) or the limit is over (false). */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
        return true;
    }
}
