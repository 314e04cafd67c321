package dev.holdfast.engine.operation;

import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations that there are; whatever shows or calls an operation is a view of this. */
public final class Catalogue {
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
                        "there is no operation '%s'; %s"
                                .formatted(commandOrId, NearNames.hint(commandOrId, commands()))));
    }

    private List<String> commands() {
        return all.stream().map(operation -> operation.declaration().command()).toList();
    }
}
