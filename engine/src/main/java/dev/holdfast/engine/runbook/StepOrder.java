package dev.holdfast.engine.runbook;

import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which step needs which: what the file says, and where it is silent the step before. */
final class StepOrder {
    private final Map<String, List<String>> needs = new LinkedHashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> names;

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
            places.putIfAbsent(step.name(), places.size());
            before = List.of(step.name());
        }
        names = List.copyOf(needs.keySet());
    }

    List<String> names() {
        return names;
    }

    boolean knows(String step) {
        return needs.containsKey(step);
    }

    List<String> needsOf(String step) {
        return needs.getOrDefault(step, List.of());
    }

    /** Whether the file has one step before another one; both are steps. */
    boolean isBefore(String first, String second) {
        return place(first) < place(second);
    }

    private int place(String step) {
        return places.getOrDefault(step, names.size());
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

    /**
     * Every step that can never start although it is on no cycle itself, because it needs, directly or not, a step of a cycle; with
     * the need that keeps it from starting.
     */
    Map<String, String> unreachable() {
        Set<String> stuck = stuck();
        Map<String, String> unreachable = new LinkedHashMap<>();
        for (String step : names) {
            if (stuck.contains(step) && !needsItself(step)) {
                needsOf(step).stream()
                        .filter(stuck::contains)
                        .findFirst()
                        .ifPresent(need -> unreachable.put(step, need));
            }
        }
        return unreachable;
    }

    private boolean needsItself(String step) {
        Set<String> seen = new HashSet<>(needsOf(step));
        Deque<String> toVisit = new ArrayDeque<>(seen);
        while (!toVisit.isEmpty() && !seen.contains(step)) {
            for (String need : needsOf(toVisit.remove())) {
                if (seen.add(need)) {
                    toVisit.add(need);
                }
            }
        }
        return seen.contains(step);
    }

    /** What is left when every step is taken away whose needs have all been taken away. */
    private Set<String> stuck() {
        Map<String, Integer> waitingFor = new HashMap<>();
        Map<String, List<String>> neededBy = neededBy();
        Deque<String> ready = new ArrayDeque<>();
        for (String step : names) {
            int count = (int) needsOf(step).stream().filter(this::knows).count();
            waitingFor.put(step, count);
            if (count == 0) {
                ready.add(step);
            }
        }
        Set<String> left = new LinkedHashSet<>(names);
        while (!ready.isEmpty()) {
            String done = ready.remove();
            left.remove(done);
            for (String next : neededBy.getOrDefault(done, List.of())) {
                if (waitingFor.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        return left;
    }

    private Map<String, List<String>> neededBy() {
        Map<String, List<String>> neededBy = new HashMap<>();
        names.forEach(step -> needsOf(step)
                .forEach(need ->
                        neededBy.computeIfAbsent(need, _ -> new ArrayList<>()).add(step)));
        return neededBy;
    }
}
