package dev.holdfast.engine.runbook;

import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The chain of needs that takes longest.
 *
 * @param steps only those that take time
 * @param length all of them together
 */
record CriticalPath(List<Step> steps, Duration length) {
    private static final CriticalPath NONE = new CriticalPath(List.of(), Duration.ZERO);
    private static final int SHOWN = 6;

    CriticalPath {
        steps = List.copyOf(steps);
    }

    /** The longest chain that leads to a step, and what comes before that step in it. */
    private record Chain(Step step, Duration length, Optional<Chain> before) {}

    /**
     * Finds it.
     *
     * @param time what a step takes
     */
    static CriticalPath of(Runbook runbook, Function<Step, Duration> time) {
        Map<String, Chain> longest = new HashMap<>();
        // A step needs only those that stand before it.
        for (Step step : runbook.steps()) {
            Optional<Chain> before = step.needs().stream()
                    .flatMap(need -> Optional.ofNullable(longest.get(need)).stream())
                    .max(Comparator.comparing(Chain::length));
            Duration begun = before.map(Chain::length).orElse(Duration.ZERO);
            longest.put(step.id(), new Chain(step, begun.plus(time.apply(step)), before));
        }
        return longest.values().stream()
                .max(Comparator.comparing(Chain::length))
                .map(last -> new CriticalPath(steps(last, time), last.length()))
                .orElse(NONE);
    }

    private static List<Step> steps(Chain last, Function<Step, Duration> time) {
        List<Step> steps = new ArrayList<>();
        for (Optional<Chain> at = Optional.of(last);
                at.isPresent();
                at = at.get().before()) {
            if (time.apply(at.get().step()).isPositive()) {
                steps.add(at.get().step());
            }
        }
        return steps.reversed();
    }

    /** The steps in order; of a long path only both ends. */
    @Override
    public String toString() {
        List<String> ids = new ArrayList<>(steps.stream().map(Step::id).toList());
        if (ids.size() > SHOWN) {
            int hidden = ids.size() - SHOWN + 1;
            ids.subList(SHOWN / 2, SHOWN / 2 + hidden).clear();
            ids.add(SHOWN / 2, "(%d others)".formatted(hidden));
        }
        return String.join(" -> ", ids);
    }
}
