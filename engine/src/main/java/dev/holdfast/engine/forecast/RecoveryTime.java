package dev.holdfast.engine.forecast;

import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.RegionDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How long clients would not be served: until the failure is proven, and along the longest way through the runbook up to the step
 * that proves that clients are served. Pure.
 *
 * @param detection expected when the server's host tells that its process is gone; worst when all there is is silence
 * @param served the step that proves that clients are served; the last one when none does
 * @param path the steps of the longest way, in order
 */
public record RecoveryTime(Span detection, String served, List<StepEstimate> path) {
    /** What proves it through the way that clients take. */
    private static final Set<String> PROOFS = Set.of(
            "verify-app-connectivity", "verification.app-connectivity", "verify-recovery", "verification.recovery");
    /** What leads the clients of a lost region elsewhere; they come as soon as they ask DNS again. */
    private static final Set<String> LEADS =
            Set.of("region-failover", "region.failover", "redirect-regional-traffic", "region.redirect-traffic");

    public RecoveryTime {
        path = List.copyOf(path);
    }

    /** After the loss of a database primary. */
    public static RecoveryTime of(DetectionPolicy policy, Runbook runbook, Function<Step, StepEstimate> estimate) {
        return until(PROOFS, detection(policy), runbook, estimate);
    }

    /** After the loss of a region, until its clients are led elsewhere. */
    public static RecoveryTime of(RegionDetection policy, Runbook runbook, Function<Step, StepEstimate> estimate) {
        return until(LEADS, detection(policy), runbook, estimate);
    }

    private static RecoveryTime until(
            Set<String> ends, Span detection, Runbook runbook, Function<Step, StepEstimate> estimate) {
        Step served = runbook.steps().stream()
                .filter(step -> ends.contains(step.operation()))
                .findFirst()
                .orElseGet(() -> runbook.steps().getLast());
        Map<String, List<StepEstimate>> longest = new HashMap<>();
        for (Step step : runbook.steps()) {
            List<StepEstimate> way = new ArrayList<>(slowest(step.needs(), longest));
            way.add(estimate.apply(step));
            longest.put(step.id(), way);
        }
        return new RecoveryTime(detection, served.id(), longest.getOrDefault(served.id(), List.of()));
    }

    private static List<StepEstimate> slowest(List<String> needs, Map<String, List<StepEstimate>> longest) {
        List<StepEstimate> slowest = List.of();
        for (String need : new LinkedHashSet<>(needs)) {
            List<StepEstimate> way = longest.getOrDefault(need, List.of());
            if (sum(way).worst().compareTo(sum(slowest).worst()) > 0) {
                slowest = way;
            }
        }
        return slowest;
    }

    private static Span detection(DetectionPolicy policy) {
        return new Span(
                policy.interval().multipliedBy(2),
                policy.silence().plus(policy.interval().multipliedBy(2)));
    }

    /** Every place must agree for so long; then a look is as long ago as it can be, and takes as long as it may. */
    private static Span detection(RegionDetection policy) {
        Duration sure = policy.silence().plus(policy.interval());
        return new Span(sure, sure.plus(policy.interval()).plus(policy.silence()));
    }

    private static Span sum(List<StepEstimate> way) {
        return way.stream().map(StepEstimate::span).reduce(Span.NONE, Span::plus);
    }

    /** From the failure until clients are served. */
    public Span total() {
        return detection.plus(sum(path));
    }

    /** Whether every part of it was measured on this site. */
    public boolean measured() {
        return path.stream().allMatch(step -> step.basis() == StepEstimate.Basis.HISTORY);
    }
}
