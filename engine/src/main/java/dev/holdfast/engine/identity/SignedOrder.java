package dev.holdfast.engine.identity;

import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import java.time.Instant;

/** What a person signs who gives an order: it holds for one run of one text of the runbook, one step, and one plan. */
public final class SignedOrder {
    private SignedOrder() {}

    /**
     * The text.
     *
     * @param hash of the runbook that the run is pinned to
     */
    public static SignedText text(RunId run, String hash, Actor by, Instant at, Order order) {
        SignedText text =
                SignedText.of("order").field("run", run).field("runbook", hash).said(by, at);
        return switch (order) {
            case Order.Proceed proceed ->
                text.field("order", "proceed").field("step", proceed.step()).field("plan", proceed.digest());
            case Order.Approve approve ->
                text.field("order", "approve")
                        .field("step", approve.step())
                        .field("plan", approve.digest())
                        .field("comment", approve.comment())
                        .field("expires", approve.expires());
            case Order.Reject reject ->
                text.field("order", "reject")
                        .field("step", reject.step())
                        .field("plan", reject.digest())
                        .field("comment", reject.comment());
            case Order.Retry retry -> text.field("order", "retry").field("step", retry.step());
            case Order.Skip skip ->
                text.field("order", "skip").field("step", skip.step()).field("reason", skip.reason());
            case Order.Pause pause -> text.field("order", "pause").field("reason", pause.reason());
            case Order.Continue _ -> text.field("order", "continue");
            case Order.Abort abort ->
                text.field("order", "abort")
                        .field("undo", abort.undo())
                        .field("confirmed", abort.confirmed())
                        .field("reason", abort.reason());
        };
    }
}
