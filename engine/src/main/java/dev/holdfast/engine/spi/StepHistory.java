package dev.holdfast.engine.spi;

import java.time.Duration;
import java.util.List;

/** How long operations took. */
@FunctionalInterface
public interface StepHistory {
    /** Knows nothing yet. */
    StepHistory NONE = (_, _) -> List.of();

    /**
     * From the beginning of its effect to the proof of it, on the real systems; only steps that did something.
     *
     * @param operation its command, such as {@code promote-replica}
     * @return the newest first, at most {@code limit} of them
     */
    List<Duration> durations(String operation, int limit);
}
