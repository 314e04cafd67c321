package dev.holdfast.engine.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers, durably, what a component was told to be, so that what was only half done, or was lost in a restart of the
 * component, can be completed by whoever comes next.
 */
public interface Intentions {

    /**
     * What a component should be.
     *
     * @param component such as {@code dns/service}
     * @param value in the words of whoever reads it again
     */
    record Intention(String component, String value, Instant at) {}

    /** From now on the component should be so. */
    void intend(String component, String value);

    /** The newest; empty when nobody ever intended anything. */
    Optional<Intention> intended(String component);
}
