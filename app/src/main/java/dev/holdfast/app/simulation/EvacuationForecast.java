package dev.holdfast.app.simulation;

import dev.holdfast.engine.evacuation.EvacuationPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evacuation would come to.
 *
 * @param plan in which order services are moved
 * @param simulated the plan's runbook, run on the twin
 * @param inSequence how long it would take to move one service after the other
 * @param computedIn how long it took to plan and to simulate
 */
public record EvacuationForecast(
        EvacuationPlan plan, SimulationReport simulated, Duration inSequence, Duration computedIn) {

    static EvacuationForecast of(EvacuationPlan plan, SimulationReport simulated, Duration computedIn) {
        Duration sum =
                simulated.steps().stream().map(step -> step.duration().p50()).reduce(Duration.ZERO, Duration::plus);
        return new EvacuationForecast(plan, simulated, sum, computedIn);
    }

    /** How long it would take along the critical path. */
    public Duration alongCriticalPath() {
        return simulated.time().whole().p50();
    }

    /** How many times faster that is than one service after the other. */
    public double speedup() {
        long path = Math.max(1, alongCriticalPath().toMillis());
        return (double) inSequence.toMillis() / path;
    }

    /** The steps that would not be done, and why. */
    public List<String> obstacles() {
        return simulated.steps().stream()
                .flatMap(step -> obstacle(step).stream())
                .toList();
    }

    private static Optional<String> obstacle(SimulatedStep step) {
        return switch (step.effect()) {
            case StepEffect.Refused refused ->
                Optional.of("%s: %s %s".formatted(step.id(), refused.code().id(), refused.reason()));
            case StepEffect.Fails fails ->
                Optional.of("%s: %s %s".formatted(step.id(), fails.code().id(), fails.reason()));
            case StepEffect.Unavailable unavailable -> Optional.of(step.id() + ": " + unavailable.reason());
            case StepEffect.Does _, StepEffect.Holds _, StepEffect.TakenBack _, StepEffect.NotReached _ ->
                Optional.empty();
        };
    }

    /** For programs; durations in seconds. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("from", plan.from());
        plan.to().ifPresent(to -> document.put("to", to));
        document.put("services", plan.moves().size());
        document.put("waves", plan.waves());
        document.put("along_critical_path", alongCriticalPath());
        document.put("in_sequence", inSequence);
        document.put("computed_in", computedIn);
        document.put("obstacles", obstacles());
        document.put("outcome", simulated.ending().outcome().name());
        return document;
    }

    /** For people: the waves, the times, what stands in the way. */
    public List<String> lines(int mostNames) {
        List<String> lines = new ArrayList<>();
        lines.add("%d services leave %s in %d waves"
                .formatted(plan.moves().size(), plan.from(), plan.waves().size()));
        for (int wave = 0; wave < plan.waves().size(); wave++) {
            List<String> names = plan.waves().get(wave);
            String more = names.size() > mostNames ? ", and %d more".formatted(names.size() - mostNames) : "";
            lines.add("  %3d. %s%s"
                    .formatted(
                            wave + 1,
                            String.join(", ", names.stream().limit(mostNames).toList()),
                            more));
        }
        obstacles().forEach(obstacle -> lines.add("  in the way: " + obstacle));
        return lines;
    }
}
