package dev.holdfast.lab.service;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, and fails when it does not come true. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private Eventually() {}

    /** Waits until the condition holds; a condition that throws does not hold yet. */
    public static void holds(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String last = "it is false";
        while (System.nanoTime() < deadline) {
            try {
                if (condition.call()) {
                    return;
                }
                last = "it is false";
            } catch (Exception e) {
                last = e.toString();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new AssertionError("waited " + LIMIT + " for: " + what + "; at last " + last);
    }
}
