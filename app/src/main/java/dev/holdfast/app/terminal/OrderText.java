package dev.holdfast.app.terminal;

import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;

/** Orders in words. */
public final class OrderText {
    private OrderText() {}

    /** One line that says who ordered what, and why. */
    public static String of(PlacedOrder placed) {
        return "%s %s".formatted(placed.by(), deed(placed.order()));
    }

    private static String deed(Order order) {
        return switch (order) {
            case Order.Proceed proceed -> "lets %s proceed".formatted(proceed.step());
            case Order.Approve approve ->
                "approves %s, plan %s%s".formatted(approve.step(), approve.digest(), because(approve.comment()));
            case Order.Reject reject -> "rejects %s%s".formatted(reject.step(), because(reject.comment()));
            case Order.Retry retry -> "has %s tried again".formatted(retry.step());
            case Order.Skip skip -> "skips %s%s".formatted(skip.step(), because(skip.reason()));
            case Order.Pause pause -> "pauses the run%s".formatted(because(pause.reason()));
            case Order.Continue _ -> "continues the run";
            case Order.Abort abort ->
                "aborts the run%s%s"
                        .formatted(abort.undo() ? " and takes back what was done" : "", because(abort.reason()));
        };
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }
}
