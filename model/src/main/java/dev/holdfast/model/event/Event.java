package dev.holdfast.model.event;

import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Something that happened in a run. The state of a run is the fold over its events. */
public sealed interface Event {

    /**
     * A run began.
     *
     * @param runbook its name
     * @param source its text, so that the run can go on when the file has changed
     * @param hash of the text
     * @param reason what asked for it
     * @param requestedBy who asked for it; nobody of earlier versions
     */
    record RunStarted(
            String runbook,
            String source,
            String hash,
            Mode mode,
            String reason,
            Map<String, String> parameters,
            Actor requestedBy)
            implements Event {
        public RunStarted {
            parameters = Map.copyOf(parameters);
            requestedBy = Objects.requireNonNullElse(requestedBy, Actor.UNKNOWN);
        }
    }

    /** A run that was over goes on, because a person gave an order. */
    record RunReopened(Actor by) implements Event {}

    /** The process that executes the run took an order. It has its effect on the state from here on. */
    record OrderTaken(PlacedOrder placed) implements Event {}

    /** An order is not followed: whoever placed it may not, or it does not fit the state. */
    record OrderDeclined(long number, Actor by, String reason) implements Event {}

    /** Another process went on with the run. */
    record RunResumed(String by) implements Event {}

    /** The run is over. */
    record RunFinished(RunOutcome outcome, String summary) implements Event {}

    /** An event of one step. */
    sealed interface OfStep extends Event {
        String step();
    }

    /** Reading showed that there is something to do. */
    record StepPlanned(String step, Plan plan) implements OfStep {}

    /** How things were before a destructive step. */
    record RestorePointRecorded(String step, RestorePoint point) implements OfStep {}

    /**
     * The step is about to have its effect. Whatever is in flight after this must be assessed again.
     *
     * @param operation its command, such as {@code promote-replica}; empty in what earlier versions recorded
     */
    record StepStarted(String step, int attempt, String operation) implements OfStep {
        public StepStarted {
            operation = Objects.requireNonNullElse(operation, "");
        }
    }

    /** The step did what it planned; the effect isn't proved yet. */
    record StepPerformed(String step, int attempt) implements OfStep {}

    /**
     * The step waits for people before it has its effect.
     *
     * @param digest of the plan that they are shown, see {@code PlanDigest}
     * @param checkpoint whether somebody must let it proceed, as in guided mode
     * @param approval who must permit it
     * @param until when nobody has by then, it is refused
     */
    record StepHeld(String step, String digest, boolean checkpoint, Optional<ApprovalRule> approval, Instant until)
            implements OfStep {}

    /**
     * A permission that was given beforehand stands for the approval: a standing order, or break-glass.
     *
     * @param digest of the plan that it was found to cover
     * @param permission its identity
     * @param detail whose it is, and what was checked
     */
    record StepPermitted(String step, String digest, String permission, String detail) implements OfStep {}

    /**
     * The step takes longer than three out of four that went before. It does not change the state.
     *
     * @param usual the 75th percentile of its history
     * @param samples how many there are
     */
    record StepSlow(String step, Duration usual, int samples) implements OfStep {}

    /** Something worth telling while a step is under way. It does not change the state. */
    record StepNoted(String step, String text) implements OfStep {}

    /**
     * The effect was observed; the step is done.
     *
     * @param performed false when it was found in effect already
     */
    record StepProved(String step, boolean performed, String evidence, Map<String, String> outputs) implements OfStep {
        public StepProved {
            outputs = Map.copyOf(outputs);
        }
    }

    /** A guard refused the step before it changed anything. */
    record StepRefused(String step, ErrorCode code, String reason, String nextMove) implements OfStep {}

    /**
     * An attempt failed.
     *
     * @param last whether no other attempt follows
     */
    record StepFailed(String step, int attempt, ErrorCode code, String reason, String nextMove, boolean last)
            implements OfStep {}

    /** The step is about to be taken back. */
    record UndoStarted(String step, String operation) implements OfStep {}

    /** The step was taken back. */
    record UndoProved(String step, String evidence) implements OfStep {}

    /** The step could not be taken back. */
    record UndoFailed(String step, ErrorCode code, String reason) implements OfStep {}
}
