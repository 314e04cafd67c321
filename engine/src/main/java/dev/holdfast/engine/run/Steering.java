package dev.holdfast.engine.run;

import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.util.Optional;

/**
 * What people told the run as a whole.
 *
 * @param orders number of the last order that was taken or declined
 * @param paused by whom and why no other step starts
 * @param aborted by whom and how it is ended
 */
public record Steering(long orders, Optional<Given<Order.Pause>> paused, Optional<Given<Order.Abort>> aborted) {
    static final Steering NONE = new Steering(0, Optional.empty(), Optional.empty());

    /** An order and who gave it. */
    public record Given<T extends Order>(Actor by, T order) {}

    Steering after(PlacedOrder placed) {
        Steering taken = after(placed.number());
        return switch (placed.order()) {
            case Order.Pause pause -> new Steering(taken.orders, Optional.of(new Given<>(placed.by(), pause)), aborted);
            case Order.Continue _ -> new Steering(taken.orders, Optional.empty(), aborted);
            case Order.Abort abort -> new Steering(taken.orders, paused, Optional.of(new Given<>(placed.by(), abort)));
            case Order.OfStep _ -> taken;
        };
    }

    Steering after(long number) {
        return new Steering(number, paused, aborted);
    }

    /** The run goes on after its end: what ended it counts no more. */
    Steering reopened() {
        return new Steering(orders, Optional.empty(), Optional.empty());
    }

    /** Whether whoever ended the run wants it taken back. */
    boolean undoes() {
        return aborted.filter(given -> given.order().undo()).isPresent();
    }
}
