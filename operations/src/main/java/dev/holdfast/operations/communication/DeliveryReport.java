package dev.holdfast.operations.communication;

import dev.holdfast.model.notification.Delivery;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what became of a message, without calling told what is not. */
final class DeliveryReport {
    private DeliveryReport() {}

    static String evidence(List<Delivery> deliveries) {
        String all = deliveries.stream().map(DeliveryReport::sentence).collect(Collectors.joining("; "));
        boolean told = deliveries.stream().anyMatch(Delivery.Sent.class::isInstance);
        return told ? all : "NOBODY WAS TOLD YET: " + all;
    }

    private static String sentence(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> "%s: sent (%s)".formatted(sent.channel(), sent.receipt());
            case Delivery.Pending pending ->
                "%s: not sent, kept and tried again (%s)".formatted(pending.channel(), pending.reason());
            case Delivery.Unconfigured unconfigured ->
                "%s: not in the topology, so nobody is told over it".formatted(unconfigured.channel());
        };
    }

    /** What is going to be done about a channel. */
    static String intention(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> "%s: nothing, it was told".formatted(sent.channel());
            case Delivery.Pending pending -> "%s: send".formatted(pending.channel());
            case Delivery.Unconfigured unconfigured ->
                "%s: nothing, the topology has no such channel".formatted(unconfigured.channel());
        };
    }

    static Map<String, String> outputs(List<Delivery> deliveries) {
        return Map.of(
                "told", names(deliveries, Delivery.Sent.class::isInstance),
                "waiting", names(deliveries, Delivery.Pending.class::isInstance));
    }

    private static String names(List<Delivery> deliveries, Predicate<Delivery> which) {
        return deliveries.stream().filter(which).map(Delivery::channel).collect(Collectors.joining(","));
    }
}
