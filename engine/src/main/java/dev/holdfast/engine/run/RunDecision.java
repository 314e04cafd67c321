package dev.holdfast.engine.run;

import dev.holdfast.model.error.ErrorClass;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a run does next from its runbook, its state and the steps that this process has under way. No I/O, no clock: the
 * same journal always leads to the same decision, whichever process asks.
 *
 * <ol>
 *   <li>A step starts when all its needs are done: proved, skipped, or failed for good with {@link FailurePolicy#CONTINUE}.
 *   <li>A step that waits for people starts when they have released it; it looks again then whether that still counts.
 *   <li>A setback is tried again until the step's retries are used up; an attempt that a crash cut off is no setback.
 *   <li>When a step fails for good with STOP or UNDO, or when the run is paused or aborted, only steps that were in flight in a
 *       dead process are begun again, because nobody knows their effect before they are assessed.
 *   <li>A guided run does not end because a step failed: a person retries it, skips it or aborts the run.
 *   <li>With UNDO, or when whoever aborted the run wants that, whatever this run began and the runbook can take back is taken
 *       back, newest first, when nothing is under way. The first step that can't be taken back ends that: what lies below it
 *       was built first.
 *   <li>Then the run finishes.
 * </ol>
 *
 * <p>Invariants: a step that is proved, skipped, undone or under way is never started; nothing is undone or finished while a step
 * is under way or in flight; a run that didn't finish always has a next move.
 */
final class RunDecision {
    private final Runbook runbook;
    private final Map<String, Step> byId = new HashMap<>();

    RunDecision(Runbook runbook) {
        this.runbook = runbook;
        runbook.steps().forEach(step -> byId.put(step.id(), step));
    }

    Move next(RunState state, Set<String> underWay) {
        return new Situation(state, underWay).next();
    }

    /** Whether another attempt could not change it. */
    static boolean failedForGood(Step step, StepState found) {
        boolean usedUp = found.tries().setbacks() > step.limits().retries();
        return switch (found.status()) {
            case FAILED -> usedUp || found.tries().last();
            case REFUSED ->
                usedUp
                        || found.tries().last()
                        || found.problem().filter(RunDecision::staysRefused).isPresent();
            case UNDOING, UNDONE, UNDO_FAILED -> found.result().isEmpty();
            case PENDING, PLANNED, HELD, STARTED, PERFORMED, PROVED, SKIPPED -> false;
        };
    }

    /** What a person must change does not change by waiting. */
    private static boolean staysRefused(StepState.Problem problem) {
        return switch (problem.code()) {
            case CONFIRMATION_MISSING, APPROVAL_MISSING, APPROVAL_REJECTED, EFFECT_UNKNOWN, NOT_YET_AVAILABLE -> true;
            default -> problem.code().errorClass() == ErrorClass.USER;
        };
    }

    private final class Situation {
        private final RunState state;
        private final Set<String> underWay;

        Situation(RunState state, Set<String> underWay) {
            this.state = state;
            this.underWay = underWay;
        }

        Move next() {
            boolean aborted = state.steering().aborted().isPresent();
            boolean paused = state.steering().paused().isPresent() && !aborted;
            boolean halted = aborted || runbook.steps().stream().anyMatch(this::halts);
            List<Move.Attempt> attempts = attempts(halted || paused);
            if (!attempts.isEmpty()) {
                return new Move.Start(attempts);
            }
            if (!underWay.isEmpty()) {
                return new Move.Await();
            }
            if (paused || (!halted && runbook.steps().stream().anyMatch(this::waitsForPeople))) {
                return new Move.AwaitOrder();
            }
            return nextUndo().<Move>map(step -> new Move.Undo(step.id())).orElseGet(this::finish);
        }

        private List<Move.Attempt> attempts(boolean onlyInFlight) {
            return runbook.steps().stream()
                    .filter(step -> !underWay.contains(step.id()))
                    .filter(step -> onlyInFlight ? stateOf(step).inFlight() : mayStart(step))
                    .map(this::attempt)
                    .toList();
        }

        private StepState stateOf(Step step) {
            return state.step(step.id());
        }

        private boolean failedForGood(Step step) {
            return RunDecision.failedForGood(step, stateOf(step));
        }

        /** A guided run leaves it to a person. */
        private boolean halts(Step step) {
            return !state.isGuided() && step.onFailure() != FailurePolicy.CONTINUE && failedForGood(step);
        }

        private boolean waitsForPeople(Step step) {
            StepState found = stateOf(step);
            return switch (found.status()) {
                case HELD -> found.hold().filter(Hold::released).isEmpty();
                // What was taken back can't be tried again, so nobody is waited for.
                case FAILED, REFUSED ->
                    state.isGuided() && step.onFailure() != FailurePolicy.CONTINUE && failedForGood(step);
                case PENDING, PLANNED, STARTED, PERFORMED, PROVED, SKIPPED, UNDOING, UNDONE, UNDO_FAILED -> false;
            };
        }

        private boolean mayStart(Step step) {
            StepState found = stateOf(step);
            return switch (found.status()) {
                case PENDING, PLANNED -> needsAreDone(step);
                // Nobody knows its effect, whatever became of its needs since.
                case STARTED, PERFORMED -> true;
                case HELD -> found.hold().filter(Hold::released).isPresent() && needsAreDone(step);
                case REFUSED, FAILED -> !failedForGood(step) && needsAreDone(step);
                case PROVED, SKIPPED, UNDOING, UNDONE, UNDO_FAILED -> false;
            };
        }

        private boolean needsAreDone(Step step) {
            for (String need : step.needs()) {
                Step needed = byId.get(need);
                if (needed == null || !isDone(needed)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isDone(Step step) {
            StepStatus status = stateOf(step).status();
            return status == StepStatus.PROVED
                    || status == StepStatus.SKIPPED
                    || (step.onFailure() == FailurePolicy.CONTINUE && failedForGood(step));
        }

        private Move.Attempt attempt(Step step) {
            StepState found = stateOf(step);
            boolean again = found.status() == StepStatus.REFUSED || found.status() == StepStatus.FAILED;
            return new Move.Attempt(
                    step.id(),
                    again ? found.ended().map(at -> at.plus(step.limits().retryDelay())) : Optional.empty());
        }

        private Optional<Step> nextUndo() {
            boolean wanted = state.steering().undoes()
                    || runbook.steps().stream()
                            .anyMatch(step -> step.onFailure() == FailurePolicy.UNDO && failedForGood(step));
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
            RunEnding ending = new RunEnding(state);
            return new Move.Finish(ending.outcome(), ending.summary());
        }
    }
}
