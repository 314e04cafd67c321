package dev.holdfast.model.operator;

import java.util.List;
import java.util.Optional;

/**
 * Everybody who can prove who they are.
 *
 * @param all in the order of the file
 * @param unproven what an account may do that proves nothing
 */
public record Operators(List<Operator> all, Role unproven) {
    /** Nobody is named: nothing can be approved, and every account may start and steer runs. */
    public static final Operators NONE = new Operators(List.of(), Role.OPERATOR);

    public Operators {
        all = List.copyOf(all);
    }

    public Optional<Operator> find(String name) {
        return all.stream().filter(operator -> operator.name().equals(name)).findFirst();
    }

    /** Whether anybody is named. */
    public boolean configured() {
        return !all.isEmpty();
    }

    /** The names of those who may do what the role may, in the order of the file. */
    public List<String> withRole(Role needed) {
        return all.stream()
                .filter(operator -> operator.role().covers(needed))
                .map(Operator::name)
                .toList();
    }
}
