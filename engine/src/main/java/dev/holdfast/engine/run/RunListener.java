package dev.holdfast.engine.run;

import dev.holdfast.model.event.Recorded;

/** Is told of every event of a run, in order, once it is durable. The run waits for it, so it must be quick. */
@FunctionalInterface
public interface RunListener {

    void recorded(Recorded event);

    /**
     * How it is this moment, in the words of the operation; nobody keeps it.
     *
     * @param step that executes
     */
    default void progress(String step, String text) {}
}
