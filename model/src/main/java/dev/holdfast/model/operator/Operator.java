package dev.holdfast.model.operator;

import java.util.List;

/**
 * A person who can prove who they are.
 *
 * @param keys public SSH keys, each as its type and its base64 text
 */
public record Operator(String name, Role role, List<String> keys) {
    public Operator {
        keys = List.copyOf(keys);
    }
}
