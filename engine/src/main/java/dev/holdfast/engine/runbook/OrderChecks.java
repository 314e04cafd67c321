package dev.holdfast.engine.runbook;

import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the names of the steps are their own, and the steps can be put in an order. */
final class OrderChecks {
    private final List<StepText> steps;
    private final StepOrder order;
    private final Problems problems;

    OrderChecks(List<StepText> steps, Problems problems) {
        this.steps = steps;
        this.order = new StepOrder(steps);
        this.problems = problems;
    }

    void run() {
        checkNamesAreUnique();
        steps.forEach(step -> step.needs().orElse(List.of()).forEach(needed -> checkNeed(step, needed)));
        checkEveryStepCanStart();
    }

    private void checkNamesAreUnique() {
        Map<String, StepText> seen = new HashMap<>();
        for (StepText step : steps) {
            Optional.ofNullable(seen.putIfAbsent(step.name(), step))
                    .ifPresent(first -> problems.add(
                            step.id().at(),
                            "the step '%s' is here twice; it is in line %d already"
                                    .formatted(step.name(), first.id().at().line())));
        }
    }

    private void checkNeed(StepText step, Scalar needed) {
        String name = needed.text();
        if (!order.knows(name)) {
            problems.addUnlessReported(
                    needed.at(),
                    "needs: there is no step '%s'; %s".formatted(name, NearNames.hint(name, order.names())));
            return;
        }
        if (order.isBefore(name, step.name())) {
            return;
        }
        // A cycle has at least one need that points forward, so each is found here, once for every such need.
        problems.addUnlessReported(
                needed.at(),
                order.chain(name, step.name())
                        .map(chain -> "the steps wait for one another: %s -> %s"
                                .formatted(step.name(), String.join(" -> ", chain)))
                        .orElseGet(() -> "step '%s' needs '%s', which comes later: move '%s' up"
                                .formatted(step.name(), name, name)));
    }

    private void checkEveryStepCanStart() {
        Map<String, String> unreachable = order.unreachable();
        for (StepText step : steps) {
            Optional.ofNullable(unreachable.get(step.name()))
                    .ifPresent(need -> problems.addUnlessReported(
                            step.id().at(),
                            "step '%s' can never start: it needs '%s', which waits for itself"
                                    .formatted(step.name(), need)));
        }
    }
}
