package dev.holdfast.app.simulation;

import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The longest chain of steps that need one another. */
record CriticalPath(List<String> steps, Duration length) {

    CriticalPath {
        steps = List.copyOf(steps);
    }

    /**
     * To the end of one step.
     *
     * @param all in an order in which each step comes after those that it needs
     */
    static CriticalPath to(String last, List<Step> all, Function<String, Duration> durations) {
        return Optional.ofNullable(paths(all, durations).get(last)).orElse(new CriticalPath(List.of(), Duration.ZERO));
    }

    /** To the end of all steps. */
    static CriticalPath toTheEnd(List<Step> all, Function<String, Duration> durations) {
        return paths(all, durations).values().stream()
                .max(Comparator.comparing(CriticalPath::length))
                .orElse(new CriticalPath(List.of(), Duration.ZERO));
    }

    private static Map<String, CriticalPath> paths(List<Step> all, Function<String, Duration> durations) {
        Map<String, CriticalPath> paths = new HashMap<>();
        for (Step step : all) {
            CriticalPath before = step.needs().stream()
                    .flatMap(need -> Optional.ofNullable(paths.get(need)).stream())
                    .max(Comparator.comparing(CriticalPath::length))
                    .orElse(new CriticalPath(List.of(), Duration.ZERO));
            List<String> steps = new ArrayList<>(before.steps());
            steps.add(step.id());
            paths.put(step.id(), new CriticalPath(steps, before.length().plus(durations.apply(step.id()))));
        }
        return paths;
    }
}
