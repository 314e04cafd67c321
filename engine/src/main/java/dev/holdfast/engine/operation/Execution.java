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

    /**
     * Names the step of the run that executes, the same in every attempt and after a crash; empty when no run executes. What must
     * happen once for a step, such as a message, is named after it.
     */
    default String occasion() {
        return "";
    }

    /** Which run this is, who started it and why, in a line for people; empty when no run executes. */
    default String about() {
        return "";
    }

    /** Tells people, at once and in the journal, what is happening. */
    void note(String text);

    /** Shows people who look on how it is this moment; the next one takes its place, and nobody keeps it. */
    default void progress(String text) {}
}
