package dev.holdfast.engine.run;

import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run waits for people to say. */
public sealed interface OpenQuestion {

    /** The run is paused. */
    record Paused(String by, String reason) implements OpenQuestion {}

    /**
     * A step shows what it would do.
     *
     * @param hold who must say what to it; {@code checkpoint} when somebody must let it proceed
     */
    record Held(String step, Plan plan, Hold hold) implements OpenQuestion {

        /** Whether whoever guides the run has not let it proceed yet. */
        public boolean wantsProceed() {
            return hold.checkpoint() && !hold.proceeds();
        }
    }

    /** A step of a guided run failed or was refused, and can be retried, skipped, or the run aborted. */
    record Failed(String step, StepState.Problem problem) implements OpenQuestion {}

    /** All questions of a run, in the order of its runbook; none when it is over. */
    static List<OpenQuestion> of(Runbook runbook, RunState state) {
        List<OpenQuestion> questions = new ArrayList<>();
        if (state.isOver() || state.steering().aborted().isPresent()) {
            return questions;
        }
        state.steering()
                .paused()
                .ifPresent(given -> questions.add(
                        new Paused(given.by().toString(), given.order().reason())));
        runbook.steps()
                .forEach(step ->
                        of(step, state.step(step.id()), state.isGuided()).ifPresent(questions::add));
        return questions;
    }

    private static Optional<OpenQuestion> of(Step step, StepState found, boolean guided) {
        if (found.status() == StepStatus.HELD) {
            return found.hold()
                    .filter(hold -> !hold.released())
                    .flatMap(hold -> found.preparation().plan().map(plan -> new Held(step.id(), plan, hold)));
        }
        boolean left = guided && step.onFailure() != FailurePolicy.CONTINUE && RunDecision.failedForGood(step, found);
        return left ? found.problem().map(problem -> new Failed(step.id(), problem)) : Optional.empty();
    }
}
