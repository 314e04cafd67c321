package dev.holdfast.app.simulation;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a step took in a run.
 *
 * @param before from when all that it needs was done to the beginning of its last attempt's effect; all of it when it had none
 * @param effect from there to its end
 */
record StepTimes(Duration before, Duration effect) {

    /**
     * The times of a step.
     *
     * @param begun when steps began the last time they were tried
     */
    static StepTimes of(Step step, RunState state, Map<String, Instant> begun) {
        Instant ready = step.needs().stream()
                .flatMap(need -> state.step(need).ended().stream())
                .max(Instant::compareTo)
                .orElse(state.startedAt());
        Optional<Instant> ended = state.step(step.id()).ended();
        if (ended.isEmpty()) {
            return new StepTimes(Duration.ZERO, Duration.ZERO);
        }
        Instant began = begun.getOrDefault(step.id(), ended.get());
        return new StepTimes(Duration.between(ready, began), Duration.between(began, ended.get()));
    }

    /** When each step began the last time it was tried. */
    static Map<String, Instant> begun(List<Recorded> events) {
        Map<String, Instant> begun = new HashMap<>();
        for (Recorded recorded : events) {
            if (recorded.event() instanceof Event.StepStarted started) {
                begun.put(started.step(), recorded.at());
            }
        }
        return begun;
    }

    Duration total() {
        return before.plus(effect);
    }
}
