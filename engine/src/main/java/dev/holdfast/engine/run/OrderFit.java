package dev.holdfast.engine.run;

import dev.holdfast.model.order.Order;
import dev.holdfast.model.runbook.Runbook;
import java.util.Locale;
import java.util.Optional;

/** Whether an order fits the state that a run is in. What doesn't fit is declined, so that it can't have its effect later. */
public final class OrderFit {
    private final Runbook runbook;
    private final RunState state;

    public OrderFit(Runbook runbook, RunState state) {
        this.runbook = runbook;
        this.state = state;
    }

    /** Why it doesn't fit; empty when it does. */
    public Optional<String> objection(Order order) {
        return switch (order) {
            case Order.OfStep ofStep -> objection(ofStep);
            case Order.Pause _ -> when(state.steering().paused().isPresent(), "the run is paused already");
            case Order.Continue _ -> when(state.steering().paused().isEmpty(), "the run is not paused");
            case Order.Abort _ -> when(state.steering().aborted().isPresent(), "the run is being aborted already");
        };
    }

    private Optional<String> objection(Order.OfStep order) {
        Optional<StepState> found = state.find(order.step());
        if (found.isEmpty()) {
            return Optional.of("the run has no step '%s'".formatted(order.step()));
        }
        StepState step = found.get();
        return switch (order) {
            case Order.Proceed proceed -> notHeld(step, proceed.digest());
            case Order.Approve approve -> notHeld(step, approve.digest());
            case Order.Reject reject -> notHeld(step, reject.digest());
            case Order.Retry _ -> when(!mayBeRetried(step), "%s is %s".formatted(step.id(), inWords(step)));
            case Order.Skip _ ->
                when(!mayBeRetried(step) && !mayBeSkipped(step), "%s is %s".formatted(step.id(), inWords(step)));
        };
    }

    private static Optional<String> notHeld(StepState step, String digest) {
        Optional<Hold> hold = step.hold().filter(_ -> step.status() == StepStatus.HELD);
        if (hold.isEmpty()) {
            return Optional.of("%s does not wait for anybody; it is %s".formatted(step.id(), inWords(step)));
        }
        String waiting = hold.get().digest();
        return when(
                !waiting.equals(digest),
                "%s waits with plan %s, and %s is another one: look at it again".formatted(step.id(), waiting, digest));
    }

    private boolean mayBeRetried(StepState step) {
        return switch (step.status()) {
            case FAILED, REFUSED -> state.isOver() || RunDecision.failedForGood(runbook.step(step.id()), step);
            case PENDING, PLANNED, HELD, STARTED, PERFORMED, PROVED, SKIPPED, UNDOING, UNDONE, UNDO_FAILED -> false;
        };
    }

    private static boolean mayBeSkipped(StepState step) {
        return step.status() == StepStatus.PENDING || step.status() == StepStatus.HELD;
    }

    private static String inWords(StepState step) {
        return step.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Optional<String> when(boolean objected, String why) {
        return objected ? Optional.of(why) : Optional.empty();
    }
}
