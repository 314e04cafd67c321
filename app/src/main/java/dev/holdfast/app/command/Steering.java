package dev.holdfast.app.command;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.OrderFit;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.util.Optional;

/** Places orders of the person at this terminal. */
final class Steering {
    private final Installation installation;

    Steering(Installation installation) {
        this.installation = installation;
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
        return installation.place(run.id(), run.state().begin(), order);
    }
}
