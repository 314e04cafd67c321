package dev.holdfast.engine.runbook;

import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which step needs which: what the file says, and where it is silent the step before. */
final class StepOrder {
    private final Map<String, List<String>> needs = new LinkedHashMap<>();

    /** Of two steps with the same name, the first counts. */
    StepOrder(List<StepText> steps) {
        List<String> before = List.of();
        for (StepText step : steps) {
            List<String> silent = before;
            needs.putIfAbsent(
                    step.name(),
                    step.needs()
                            .map(names ->
                                    names.stream().map(Scalar::text).distinct().toList())
                            .orElse(silent));
            before = List.of(step.name());
        }
    }

    List<String> names() {
        return List.copyOf(needs.keySet());
    }

    List<String> needsOf(String step) {
        return needs.getOrDefault(step, List.of());
    }

    boolean isBefore(String first, String second) {
        return names().indexOf(first) < names().indexOf(second);
    }

    /** The shortest chain of needs that leads from one step to another, both included. */
    Optional<List<String>> chain(String from, String to) {
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> toVisit = new ArrayDeque<>(List.of(from));
        while (!toVisit.isEmpty()) {
            String current = toVisit.remove();
            if (current.equals(to)) {
                return Optional.of(backwards(cameFrom, from, to));
            }
            for (String needed : needsOf(current)) {
                if (!needed.equals(from) && cameFrom.putIfAbsent(needed, current) == null) {
                    toVisit.add(needed);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> backwards(Map<String, String> cameFrom, String from, String to) {
        List<String> chain = new ArrayList<>(List.of(to));
        while (!chain.getFirst().equals(from)) {
            chain.addFirst(cameFrom.getOrDefault(chain.getFirst(), from));
        }
        return chain;
    }
}
