package dev.holdfast.engine.run;

import dev.holdfast.model.event.RunOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run does next. */
public sealed interface Move {

    /** Begin an attempt of each of these steps; at least one. */
    record Start(List<Attempt> attempts) implements Move {
        public Start {
            attempts = List.copyOf(attempts);
        }
    }

    /** Nothing, until a step that is under way has ended. */
    record Await() implements Move {}

    /** Nothing, until a person gives an order. */
    record AwaitOrder() implements Move {}

    /** Take this step back. */
    record Undo(String step) implements Move {}

    /** The run is over. */
    record Finish(RunOutcome outcome, String summary) implements Move {}

    /**
     * One more attempt of a step.
     *
     * @param notBefore when the attempt before was a setback: when its delay is over
     */
    record Attempt(String step, Optional<Instant> notBefore) {}
}
