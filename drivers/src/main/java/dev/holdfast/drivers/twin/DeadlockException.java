package dev.holdfast.drivers.twin;

/** Every thread of a simulation waits, and none of them for a moment that will come. */
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String waiting) {
        super("every simulated thread waits, and nothing will wake one: " + waiting);
    }
}
