package dev.holdfast.engine.run;

import dev.holdfast.model.event.RunOutcome;
import java.util.ArrayList;
import java.util.List;

/** What a run came to in which nothing is left to be done. */
final class RunEnding {
    private final RunState state;

    RunEnding(RunState state) {
        this.state = state;
    }

    RunOutcome outcome() {
        if (any(StepStatus.UNDONE) && !any(StepStatus.UNDO_FAILED)) {
            return RunOutcome.UNDONE;
        }
        if (state.steering().aborted().isPresent() && !any(StepStatus.UNDO_FAILED)) {
            return RunOutcome.ABORTED;
        }
        if (state.steps().stream().allMatch(RunEnding::isDone)) {
            return RunOutcome.SUCCEEDED;
        }
        boolean onlyRefused = !any(StepStatus.FAILED) && !any(StepStatus.UNDO_FAILED);
        return onlyRefused && state.steps().stream().noneMatch(RunEnding::changedSomething)
                ? RunOutcome.REFUSED
                : RunOutcome.FAILED;
    }

    private static boolean isDone(StepState step) {
        return step.status() == StepStatus.PROVED || step.status() == StepStatus.SKIPPED;
    }

    private boolean any(StepStatus status) {
        return state.steps().stream().anyMatch(step -> step.status() == status);
    }

    private static boolean changedSomething(StepState step) {
        return step.begun()
                && step.preparation()
                        .plan()
                        .filter(plan -> !plan.changes().isEmpty())
                        .isPresent();
    }

    String summary() {
        List<String> parts = new ArrayList<>();
        parts.add("%d of %d steps done"
                .formatted(ids(StepStatus.PROVED).size(), state.steps().size()));
        state.steps()
                .forEach(step -> step.problem()
                        .ifPresent(problem -> parts.add(
                                "%s: %s %s".formatted(step.id(), problem.code().id(), problem.reason()))));
        add(parts, "skipped", ids(StepStatus.SKIPPED));
        add(parts, "taken back", ids(StepStatus.UNDONE));
        state.steering()
                .aborted()
                .ifPresent(given -> parts.add(
                        "aborted by %s: %s".formatted(given.by(), given.order().reason())));
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String what, List<String> steps) {
        if (!steps.isEmpty()) {
            parts.add("%s: %s".formatted(what, String.join(", ", steps)));
        }
    }

    private List<String> ids(StepStatus status) {
        return state.steps().stream()
                .filter(step -> step.status() == status)
                .map(StepState::id)
                .toList();
    }
}
