package dev.holdfast.engine.run;

import dev.holdfast.model.event.Recorded;

/** Is told of every event of a run, in order, once it is durable. The run waits for it, so it must be quick. */
@FunctionalInterface
public interface RunListener {

    void recorded(Recorded event);
}
