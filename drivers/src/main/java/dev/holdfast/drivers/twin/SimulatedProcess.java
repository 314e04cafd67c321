package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;

/** A simulated thread together with all that it forked, and they forked: they die as one. */
public interface SimulatedProcess<T> extends Tempo.Task<T> {

    /**
     * Ends its threads where they are, as SIGKILL would: from here on none of them has an effect, except what their {@code finally}
     * blocks do without waiting. Time stands still meanwhile. Whoever waits for the process is told {@link ThreadEnded}.
     *
     * <p>One of its own threads may call it, and doesn't return.
     */
    void kill();
}
