package dev.holdfast.engine.operation;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations that there are; whatever shows or calls an operation is a view of this. */
public final class Catalogue {
    private static final int MOST_TYPING_ERRORS = 3;

    private final List<Operation<?>> all;
    private final Map<String, Operation<?>> byName = new HashMap<>();

    public Catalogue(List<Operation<?>> operations) {
        all = operations.stream()
                .sorted(Comparator.comparing(
                        operation -> operation.declaration().command()))
                .toList();
        for (Operation<?> operation : all) {
            register(operation.declaration().command(), operation);
            register(operation.declaration().id(), operation);
        }
    }

    private void register(String name, Operation<?> operation) {
        if (byName.put(name, operation) != null) {
            throw new IllegalArgumentException("two operations are called '%s'".formatted(name));
        }
    }

    /** Sorted by command. */
    public List<Operation<?>> all() {
        return all;
    }

    /** The operation with this command name, such as {@code promote-replica}, or id, such as {@code database.promote}. */
    public Optional<Operation<?>> find(String commandOrId) {
        return Optional.ofNullable(byName.get(commandOrId));
    }

    /** As {@link #find}; an unknown name is an error that shows the names which are like it. */
    public Operation<?> get(String commandOrId) {
        return find(commandOrId)
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "there is no operation '%s'; %s".formatted(commandOrId, suggestion(commandOrId))));
    }

    private String suggestion(String wanted) {
        List<String> near = nearest(wanted, byName.keySet());
        return near.isEmpty()
                ? "there are: " + String.join(", ", commands())
                : "did you mean " + String.join(" or ", near) + "?";
    }

    private List<String> commands() {
        return all.stream().map(operation -> operation.declaration().command()).toList();
    }

    /** The names that somebody may have meant who typed {@code wanted}, the most likely one first. */
    static List<String> nearest(String wanted, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(wanted, name) <= MOST_TYPING_ERRORS || name.contains(wanted))
                .sorted(Comparator.comparingInt((String name) -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    /** How many letters must be inserted, removed or replaced to make one word of the other. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
