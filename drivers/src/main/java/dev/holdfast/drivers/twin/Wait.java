package dev.holdfast.drivers.twin;

import java.util.function.BooleanSupplier;

/**
 * What a simulated thread waits for.
 *
 * @param what in words
 * @param until when it goes on in any case; {@link #FOREVER} when it does not
 * @param come whether it goes on before
 */
record Wait(String what, long until, BooleanSupplier come) {
    static final long FOREVER = Long.MAX_VALUE;
    /** Only for its turn. */
    static final Wait NOTHING = new Wait("its turn", 0, () -> true);

    boolean isOver(long now) {
        return now >= until || come.getAsBoolean();
    }
}
