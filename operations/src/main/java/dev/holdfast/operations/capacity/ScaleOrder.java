package dev.holdfast.operations.capacity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change of the number of instances, as a plan carries it.
 *
 * @param from how many were asked for when it was planned
 * @param to how many are to be
 */
public record ScaleOrder(String deployment, String region, int from, int to) {
    private static final String BETWEEN = ",";

    public static String text(List<ScaleOrder> orders) {
        return orders.stream()
                .map(order -> "%s:%s:%d:%d".formatted(order.deployment, order.region, order.from, order.to))
                .collect(Collectors.joining(BETWEEN));
    }

    public static List<ScaleOrder> parse(String text) {
        return Arrays.stream(text.split(BETWEEN, -1))
                .filter(order -> !order.isBlank())
                .map(order -> order.split(":", -1))
                .map(parts ->
                        new ScaleOrder(parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3])))
                .toList();
    }
}
