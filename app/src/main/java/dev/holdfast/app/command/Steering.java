package dev.holdfast.app.command;

import dev.holdfast.app.wiring.Caller;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.OrderFit;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import java.util.Optional;

/** Places orders of the person at this terminal. */
final class Steering {
    private final Installation installation;
    private final Caller caller;

    Steering(Installation installation, Caller caller) {
        this.installation = installation;
        this.caller = caller;
    }

    /**
     * Places an order, which whichever process executes the run will take.
     *
     * @throws HoldfastException when it doesn't fit the run, or this person may not give it; then nothing is placed
     */
    PlacedOrder place(RecordedRun run, Order order) {
        Optional<String> misfit = run.runbook().flatMap(runbook -> new OrderFit(runbook, run.state()).objection(order));
        misfit.ifPresent(reason -> {
            throw new HoldfastException(ErrorCode.ORDER_INVALID, "run %s: %s".formatted(run.id(), reason));
        });
        return installation.people().place(run.state(), rule(run, order), order, caller);
    }

    private static Optional<ApprovalRule> rule(RecordedRun run, Order order) {
        return order instanceof Order.OfStep ofStep
                ? run.runbook().flatMap(runbook -> runbook.step(ofStep.step()).approval())
                : Optional.empty();
    }
}
