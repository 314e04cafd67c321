package dev.holdfast.app.terminal;

import dev.holdfast.engine.control.Controls;
import dev.holdfast.engine.control.Guard;
import dev.holdfast.engine.control.StandingOrder;
import dev.holdfast.engine.control.StandingOrder.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows standing orders.
 *
 * @param trusted what counts: what is recorded and not in there is shown as not signed
 */
public record ControlsPage(Controls trusted, Instant now) {

    /** One line for each. */
    public List<String> standingOrders(List<StandingOrder> orders) {
        Table table = new Table().row("ID", "STATUS", "RUNBOOK", "STEPS", "EXPIRES", "GIVEN BY", "GUARDS", "REASON");
        orders.forEach(order -> table.row(
                order.id(),
                status(order),
                order.proposal().scope().runbook(),
                steps(order),
                order.proposal().expires().toString(),
                order.givenBy(),
                guards(order),
                order.proposal().reason()));
        return table.lines();
    }

    /** For programs. */
    public Map<String, Object> document(StandingOrder order) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", order.id());
        document.put("status", status(order));
        document.put("runbook", order.proposal().scope().runbook());
        document.put("steps", order.proposal().scope().steps());
        document.put("expires", order.proposal().expires());
        document.put("given_by", order.givenBy());
        document.put(
                "guards",
                order.proposal().guards().stream().sorted().map(Guard::word).toList());
        document.put("reason", order.proposal().reason());
        return document;
    }

    /** A status in words. */
    public static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String status(StandingOrder order) {
        Status recorded = order.status(now);
        boolean counts = trusted.standingOrder(order.id())
                .filter(known -> known.status(now) == recorded)
                .isPresent();
        return counts ? word(recorded) : "does not count: not signed by two people who may";
    }

    private static String steps(StandingOrder order) {
        List<String> steps = order.proposal().scope().steps();
        return steps.isEmpty() ? "all" : String.join(", ", steps);
    }

    private static String guards(StandingOrder order) {
        return order.proposal().guards().stream().sorted().map(Guard::word).collect(Collectors.joining(", "));
    }
}
