package dev.holdfast.model.operation;

import java.util.List;
import java.util.Map;

/**
 * What an operation would do to the live system.
 *
 * @param summary one sentence
 * @param changes each change, naming its target
 * @param confirmation why a person must confirm it, or empty when nothing is taken from service and nothing destroyed
 * @param facts what was read and decided, for {@code perform} and for people; such as {@code candidate=replica1}
 */
public record Plan(String summary, List<String> changes, String confirmation, Map<String, String> facts) {

    public Plan {
        changes = List.copyOf(changes);
        facts = Map.copyOf(facts);
    }

    /** A plan that takes nothing from service. */
    public static Plan harmless(String summary, List<String> changes, Map<String, String> facts) {
        return new Plan(summary, changes, "", facts);
    }

    public boolean needsConfirmation() {
        return !confirmation.isEmpty();
    }

    /** A fact that {@code assess} always sets. */
    public String fact(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalStateException("the plan has no fact '%s', only %s".formatted(name, facts.keySet()));
        }
        return value;
    }
}
