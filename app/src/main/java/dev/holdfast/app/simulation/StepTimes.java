package dev.holdfast.app.simulation;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long a step took in a run.
 *
 * @param before from when all that it needs was done to the beginning of its last attempt's effect; all of it when it had none
 * @param effect from there to its end
 */
record StepTimes(Duration before, Duration effect) {

    static StepTimes of(Step step, RunState state, List<Recorded> events) {
        Instant ready = step.needs().stream()
                .flatMap(need -> state.step(need).ended().stream())
                .max(Instant::compareTo)
                .orElse(state.startedAt());
        Optional<Instant> ended = state.step(step.id()).ended();
        if (ended.isEmpty()) {
            return new StepTimes(Duration.ZERO, Duration.ZERO);
        }
        Instant began = began(state.step(step.id()), events).orElse(ended.get());
        return new StepTimes(Duration.between(ready, began), Duration.between(began, ended.get()));
    }

    private static Optional<Instant> began(StepState step, List<Recorded> events) {
        return events.stream()
                .filter(recorded -> recorded.event() instanceof Event.StepStarted started
                        && started.step().equals(step.id()))
                .map(Recorded::at)
                .reduce((_, later) -> later);
    }

    Duration total() {
        return before.plus(effect);
    }
}
