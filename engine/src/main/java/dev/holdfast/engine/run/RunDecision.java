package dev.holdfast.engine.run;

import dev.holdfast.model.error.ErrorClass;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a run does next from its runbook, its state and the steps that this process has under way. No I/O, no clock: the
 * same journal always leads to the same decision, whichever process asks.
 *
 * <ol>
 *   <li>A step starts when all its needs are done: proved, or failed for good with {@link FailurePolicy#CONTINUE}.
 *   <li>A setback is tried again until the step's retries are used up; an attempt that a crash cut off is no setback.
 *   <li>When a step fails for good with STOP or UNDO, only steps that were in flight in a dead process are begun again, because
 *       nobody knows their effect before they are assessed.
 *   <li>With UNDO, whatever this run began and the runbook can take back is taken back, newest first, when nothing is under way.
 *       The first step that can't be taken back ends that: what lies below it was built first.
 *   <li>Then the run finishes.
 * </ol>
 *
 * <p>Invariants: a step that is proved, undone or under way is never started; nothing is undone or finished while a step is
 * under way or in flight; a run that didn't finish always has a next move.
 */
final class RunDecision {
    private final Runbook runbook;
    private final RunState state;
    private final Set<String> underWay;

    private RunDecision(Runbook runbook, RunState state, Set<String> underWay) {
        this.runbook = runbook;
        this.state = state;
        this.underWay = Set.copyOf(underWay);
    }

    static Move next(Runbook runbook, RunState state, Set<String> underWay) {
        return new RunDecision(runbook, state, underWay).next();
    }

    private Move next() {
        boolean halted = runbook.steps().stream().anyMatch(this::halts);
        List<Move.Attempt> attempts = runbook.steps().stream()
                .filter(step -> !underWay.contains(step.id()))
                .filter(step -> halted ? stateOf(step).inFlight() : mayStart(step))
                .map(this::attempt)
                .toList();
        if (!attempts.isEmpty()) {
            return new Move.Start(attempts);
        }
        if (!underWay.isEmpty()) {
            return new Move.Await();
        }
        return nextUndo().<Move>map(step -> new Move.Undo(step.id())).orElseGet(this::finish);
    }

    private StepState stateOf(Step step) {
        return state.step(step.id());
    }

    private boolean halts(Step step) {
        return failedForGood(step) && step.onFailure() != FailurePolicy.CONTINUE;
    }

    private boolean failedForGood(Step step) {
        StepState found = stateOf(step);
        boolean usedUp = found.tries().setbacks() > step.limits().retries();
        return switch (found.status()) {
            case FAILED -> usedUp || found.tries().last();
            case REFUSED ->
                usedUp || found.problem().filter(RunDecision::staysRefused).isPresent();
            case UNDOING, UNDONE, UNDO_FAILED -> found.result().isEmpty();
            case PENDING, PLANNED, STARTED, PERFORMED, PROVED -> false;
        };
    }

    /** What a person must change does not change by waiting. */
    private static boolean staysRefused(StepState.Problem problem) {
        return problem.code() == ErrorCode.CONFIRMATION_MISSING
                || problem.code().errorClass() == ErrorClass.USER;
    }

    private boolean mayStart(Step step) {
        return switch (stateOf(step).status()) {
            case PENDING, PLANNED, STARTED, PERFORMED -> needsAreDone(step);
            case REFUSED, FAILED -> !failedForGood(step);
            case PROVED, UNDOING, UNDONE, UNDO_FAILED -> false;
        };
    }

    private boolean needsAreDone(Step step) {
        return step.needs().stream().map(runbook::step).allMatch(this::isDone);
    }

    private boolean isDone(Step step) {
        return stateOf(step).status() == StepStatus.PROVED
                || (failedForGood(step) && step.onFailure() == FailurePolicy.CONTINUE);
    }

    private Move.Attempt attempt(Step step) {
        StepState found = stateOf(step);
        boolean again = found.status() == StepStatus.REFUSED || found.status() == StepStatus.FAILED;
        return new Move.Attempt(
                step.id(), again ? found.ended().map(at -> at.plus(step.limits().retryDelay())) : Optional.empty());
    }

    private Optional<Step> nextUndo() {
        boolean wanted = runbook.steps().stream()
                .anyMatch(step -> failedForGood(step) && step.onFailure() == FailurePolicy.UNDO);
        if (!wanted || any(StepStatus.UNDO_FAILED)) {
            return Optional.empty();
        }
        return runbook.steps().stream()
                .filter(step -> step.undo().isPresent() && leftSomething(stateOf(step)))
                .max(Comparator.comparingLong(step -> stateOf(step).tries().begunAt()));
    }

    private static boolean leftSomething(StepState step) {
        return step.begun() && step.status() != StepStatus.UNDONE;
    }

    private boolean any(StepStatus status) {
        return state.steps().stream().anyMatch(step -> step.status() == status);
    }

    private Move finish() {
        return new Move.Finish(outcome(), summary());
    }

    private RunOutcome outcome() {
        if (state.steps().stream().allMatch(step -> step.status() == StepStatus.PROVED)) {
            return RunOutcome.SUCCEEDED;
        }
        if (any(StepStatus.UNDONE) && !any(StepStatus.UNDO_FAILED)) {
            return RunOutcome.UNDONE;
        }
        boolean onlyRefused = !any(StepStatus.FAILED) && !any(StepStatus.UNDO_FAILED);
        return onlyRefused && state.steps().stream().noneMatch(RunDecision::changedSomething)
                ? RunOutcome.REFUSED
                : RunOutcome.FAILED;
    }

    private static boolean changedSomething(StepState step) {
        return step.begun()
                && step.preparation()
                        .plan()
                        .filter(plan -> !plan.changes().isEmpty())
                        .isPresent();
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        parts.add("%d of %d steps done"
                .formatted(ids(StepStatus.PROVED).size(), state.steps().size()));
        state.steps()
                .forEach(step -> step.problem()
                        .ifPresent(problem -> parts.add(
                                "%s: %s %s".formatted(step.id(), problem.code().id(), problem.reason()))));
        List<String> undone = ids(StepStatus.UNDONE);
        if (!undone.isEmpty()) {
            parts.add("taken back: " + String.join(", ", undone));
        }
        return String.join("; ", parts);
    }

    private List<String> ids(StepStatus status) {
        return state.steps().stream()
                .filter(step -> step.status() == status)
                .map(StepState::id)
                .toList();
    }
}
