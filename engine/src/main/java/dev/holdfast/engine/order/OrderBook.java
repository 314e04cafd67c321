package dev.holdfast.engine.order;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The orders of each run, in the order in which they were placed. */
public final class OrderBook {
    private final Records records;

    public OrderBook(Records records) {
        this.records = records;
    }

    /** Places an order; when this returns, it survives a crash. */
    public PlacedOrder place(RunId run, Instant at, Actor by, Order order, Optional<String> signature) {
        while (true) {
            long number = after(run, 0).size() + 1L;
            PlacedOrder placed = new PlacedOrder(number, at, by, order, signature);
            switch (records.append(stream(run), number - 1, at, List.of(OrderCodec.encode(placed)))) {
                case AppendResult.Appended _ -> {
                    return placed;
                }
                case AppendResult.Conflict _ -> {
                    // Somebody else placed one at the same moment: this one comes after it.
                }
                case AppendResult.Unknown unknown ->
                    throw new HoldfastException(
                            ErrorCode.JOURNAL_UNWRITABLE,
                            "placing an order for run %s: %s".formatted(run, unknown.reason()));
            }
        }
    }

    /** The orders whose number is greater, in order. */
    public List<PlacedOrder> after(RunId run, long number) {
        return records.read(stream(run), number).stream()
                .map(kept -> OrderCodec.decode(kept.entry()))
                .toList();
    }

    private static String stream(RunId run) {
        return "orders:" + run;
    }
}
