package dev.holdfast.engine.run;

import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.engine.order.StandingPermission;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.StepHistory;

/**
 * What people have to say in runs.
 *
 * @param orders what they tell a run to do
 * @param check who may give which order
 * @param standing what was permitted beforehand
 * @param history how long steps usually take, so that people are told of a slow one
 */
public record Governance(OrderBook orders, OrderCheck check, StandingPermission standing, StepHistory history) {

    /** Everybody may give every order; nothing was permitted beforehand. */
    public static Governance open(Records records) {
        return new Governance(new OrderBook(records), OrderCheck.NONE, StandingPermission.NONE, StepHistory.NONE);
    }
}
