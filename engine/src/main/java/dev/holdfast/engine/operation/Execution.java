package dev.holdfast.engine.operation;

import dev.holdfast.engine.spi.Site;
import java.time.Duration;

/** What an operation has at hand while a step executes it. */
public interface Execution {

    Site site();

    /** What is left of the step's time. */
    Duration remaining();

    /** The smaller of what is left of the step's time and {@code atMost}. */
    default Duration limit(Duration atMost) {
        return remaining().compareTo(atMost) < 0 ? remaining() : atMost;
    }

    /** Tells people, at once and in the journal, what is happening. */
    void note(String text);
}
