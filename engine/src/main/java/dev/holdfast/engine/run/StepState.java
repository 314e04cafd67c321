package dev.holdfast.engine.run;

import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the events say of one step.
 *
 * @param operation empty when only the events are known, not the runbook
 * @param result when its effect was observed
 * @param problem of the last attempt, when that didn't succeed
 */
public record StepState(
        String id,
        Optional<String> operation,
        StepStatus status,
        Tries tries,
        Timing timing,
        Preparation preparation,
        Optional<Result> result,
        Optional<Problem> problem) {

    /**
     * How often it was tried.
     *
     * @param attempts begun so far
     * @param setbacks attempts that were refused or failed
     * @param last whether a failure said that no other attempt follows
     * @param begunAt index of the newest event that it was about to have its effect; 0 when there is none
     */
    public record Tries(int attempts, int setbacks, boolean last, long begunAt) {
        static final Tries NONE = new Tries(0, 0, false, 0);

        private Tries begun(int attempt, long index) {
            return new Tries(Math.max(attempts, attempt), setbacks, last, index);
        }

        private Tries anew() {
            return new Tries(attempts, 0, false, begunAt);
        }

        private Tries setBack(int attempt, boolean thatWasTheLast) {
            return new Tries(Math.max(attempts, attempt), setbacks + 1, thatWasTheLast, begunAt);
        }
    }

    /**
     * When.
     *
     * @param started time of its first event
     * @param ended time of its newest event that settled an attempt or its undoing
     */
    public record Timing(Optional<Instant> started, Optional<Instant> ended) {
        static final Timing NONE = new Timing(Optional.empty(), Optional.empty());

        private Timing event(Instant at) {
            return started.isPresent() ? this : new Timing(Optional.of(at), ended);
        }

        private Timing end(Instant at) {
            return new Timing(event(at).started, Optional.of(at));
        }
    }

    /**
     * What was read before it had its effect, and what people said to that.
     *
     * @param hold what it waits for, or waited for last
     */
    public record Preparation(Optional<Plan> plan, Optional<RestorePoint> restorePoint, Optional<Hold> hold) {
        static final Preparation NONE = new Preparation(Optional.empty(), Optional.empty(), Optional.empty());

        private Preparation with(Plan planned) {
            return new Preparation(Optional.of(planned), restorePoint, hold);
        }

        private Preparation with(RestorePoint point) {
            return new Preparation(plan, Optional.of(point), hold);
        }

        private Preparation held(Optional<Hold> then) {
            return new Preparation(plan, restorePoint, then);
        }
    }

    /**
     * What was observed.
     *
     * @param performed false when it was found in effect, and this run had not begun it
     * @param index of the event
     */
    public record Result(boolean performed, String evidence, Map<String, String> outputs, long index) {
        public Result {
            outputs = Map.copyOf(outputs);
        }
    }

    /** Why an attempt did not succeed. */
    public record Problem(ErrorCode code, String reason, String nextMove) {}

    static StepState pending(String id, Optional<String> operation) {
        return new StepState(
                id,
                operation,
                StepStatus.PENDING,
                Tries.NONE,
                Timing.NONE,
                Preparation.NONE,
                Optional.empty(),
                Optional.empty());
    }

    public int attempts() {
        return tries.attempts();
    }

    /** Whether this run ever was about to have the effect of this step. */
    public boolean begun() {
        return tries.begunAt() > 0;
    }

    /** Whether it was having its effect when the last event was recorded. */
    public boolean inFlight() {
        return status == StepStatus.STARTED || status == StepStatus.PERFORMED;
    }

    /** What it waits for, or waited for last. */
    public Optional<Hold> hold() {
        return preparation.hold();
    }

    /** What was observed; empty text before that. */
    public String evidence() {
        return result.map(Result::evidence).orElse("");
    }

    public Map<String, String> outputs() {
        return result.map(Result::outputs).orElse(Map.of());
    }

    public Optional<Instant> started() {
        return timing.started();
    }

    public Optional<Instant> ended() {
        return timing.ended();
    }

    /** The state after one more event of this step. */
    StepState after(Recorded recorded, Event.OfStep event) {
        return switch (event) {
            case Event.StepPlanned planned ->
                prepared(preparation.with(planned.plan())).in(StepStatus.PLANNED, timing.event(recorded.at()));
            case Event.StepHeld held ->
                prepared(preparation.held(Optional.of(Hold.after(hold(), held, recorded.at()))))
                        .in(StepStatus.HELD, timing.event(recorded.at()));
            case Event.StepPermitted permitted ->
                prepared(preparation.held(hold().map(hold -> hold.permitted(permitted))));
            case Event.RestorePointRecorded recordedPoint -> prepared(preparation.with(recordedPoint.point()));
            case Event.StepStarted started ->
                tried(tries.begun(started.attempt(), recorded.index()))
                        .in(StepStatus.STARTED, timing.event(recorded.at()));
            case Event.StepPerformed _ -> in(StepStatus.PERFORMED, timing);
            case Event.StepNoted _, Event.StepSlow _ -> this;
            case Event.StepProved proved -> proved(recorded, proved);
            case Event.StepRefused refused ->
                tried(tries.setBack(tries.attempts() + 1, false))
                        .failed(new Problem(refused.code(), refused.reason(), refused.nextMove()))
                        .in(StepStatus.REFUSED, timing.end(recorded.at()));
            case Event.StepFailed failed ->
                tried(tries.setBack(failed.attempt(), failed.last()))
                        .failed(new Problem(failed.code(), failed.reason(), failed.nextMove()))
                        .in(StepStatus.FAILED, timing.end(recorded.at()));
            case Event.UndoStarted _ -> in(StepStatus.UNDOING, timing);
            case Event.UndoProved _ -> in(StepStatus.UNDONE, timing.end(recorded.at()));
            case Event.UndoFailed failed ->
                failed(new Problem(failed.code(), failed.reason(), failed.code().nextMove()))
                        .in(StepStatus.UNDO_FAILED, timing.end(recorded.at()));
        };
    }

    /** The state after an order about this step. */
    StepState ordered(Recorded recorded, Actor by, Order.OfStep order) {
        return switch (order) {
            case Order.Proceed _, Order.Approve _ ->
                prepared(preparation.held(hold().map(hold -> hold.after(by, order))));
            case Order.Reject reject ->
                tried(tries.setBack(tries.attempts() + 1, true))
                        .failed(problem(
                                ErrorCode.APPROVAL_REJECTED, "rejected by %s: %s".formatted(by, reject.comment())))
                        .in(StepStatus.REFUSED, timing.end(recorded.at()));
            case Order.Retry _ ->
                tried(tries.anew()).prepared(preparation.held(Optional.empty())).in(StepStatus.PENDING, timing);
            case Order.Skip skip ->
                skipped(new Result(false, "skipped by %s: %s".formatted(by, skip.reason()), Map.of(), recorded.index()))
                        .in(StepStatus.SKIPPED, timing.end(recorded.at()));
        };
    }

    private static Problem problem(ErrorCode code, String reason) {
        return new Problem(code, reason, code.nextMove());
    }

    private StepState skipped(Result why) {
        return new StepState(id, operation, status, tries, timing, preparation, Optional.of(why), Optional.empty());
    }

    private StepState in(StepStatus next, Timing then) {
        return new StepState(id, operation, next, tries, then, preparation, result, problem);
    }

    private StepState tried(Tries then) {
        return new StepState(id, operation, status, then, timing, preparation, result, problem);
    }

    private StepState prepared(Preparation then) {
        return new StepState(id, operation, status, tries, timing, then, result, problem);
    }

    private StepState failed(Problem why) {
        return new StepState(id, operation, status, tries, timing, preparation, result, Optional.of(why));
    }

    private StepState proved(Recorded recorded, Event.StepProved proved) {
        Result observed = new Result(proved.performed(), proved.evidence(), proved.outputs(), recorded.index());
        return new StepState(
                id,
                operation,
                StepStatus.PROVED,
                tries,
                timing.end(recorded.at()),
                preparation,
                Optional.of(observed),
                Optional.empty());
    }
}
