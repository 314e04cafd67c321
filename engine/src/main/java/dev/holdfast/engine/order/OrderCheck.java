package dev.holdfast.engine.order;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import java.util.Optional;

/** Says whether a person may give an order. Asked when an order is placed, and again by the process that takes it. */
@FunctionalInterface
public interface OrderCheck {
    /** Lets everybody give every order. */
    OrderCheck NONE = (_, _, _, _) -> Optional.empty();

    /**
     * Looks at roles, signature, and that nobody permits what they asked for themselves.
     *
     * @param begin how the run was started
     * @param rule who must permit the step that the order is about, when somebody must
     * @return why the order is not followed; empty when it may be
     */
    Optional<String> objection(RunId run, Event.RunStarted begin, Optional<ApprovalRule> rule, PlacedOrder order);
}
