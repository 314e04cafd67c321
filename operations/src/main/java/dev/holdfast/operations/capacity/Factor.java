package dev.holdfast.operations.capacity;

/** A factor of the usual number of instances. */
final class Factor {
    static final double MOST = 100;

    private Factor() {}

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException when nothing can be scaled by it
     */
    static double checked(double factor) {
        if (factor <= 0 || factor > MOST) {
            throw new IllegalArgumentException(
                    "--factor: %s is not over 0 and up to %.0f; 1 is the usual number of instances"
                            .formatted(factor, MOST));
        }
        return factor;
    }
}
