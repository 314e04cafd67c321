package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.operation.ParameterBinding.Described;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.runbook.Step;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the values for an operation's parameters: what the step says, else what whoever started the run gave, else what a step
 * that is proved put out under that name, the newest first.
 */
final class StepParameters {
    private static final String CONFIRM = "confirm";
    private static final String RESTORE_POINT = "restore-point";

    private StepParameters() {}

    /** For the step itself. What it says must be parameters of its operation, and is handed on even if it isn't. */
    static Map<String, String> of(Step step, Operation<?> operation, RunState state) {
        Map<String, String> values = declared(step, operation, state);
        values.putAll(step.parameters());
        return values;
    }

    /** For the operation that takes the step back. It returns to the restore point of this step, when there is one. */
    static Map<String, String> ofUndo(Step step, Operation<?> undo, RunState state) {
        Map<String, String> values = declared(step, undo, state);
        Optional<String> point =
                state.step(step.id()).preparation().restorePoint().map(RestorePoint::id);
        if (point.isPresent() && options(undo).contains(RESTORE_POINT)) {
            values.put(RESTORE_POINT, point.get());
        }
        return values;
    }

    /** Whether whoever started the run confirmed what its plans warn of. */
    static boolean confirmed(RunState state) {
        return "true".equals(state.parameters().get(CONFIRM));
    }

    /** Whether whoever started or aborted the run confirmed what taking it back may warn of. */
    static boolean undoConfirmed(RunState state) {
        return confirmed(state)
                || state.steering()
                        .aborted()
                        .filter(given -> given.order().confirmed())
                        .isPresent();
    }

    private static Map<String, String> declared(Step step, Operation<?> operation, RunState state) {
        Map<String, String> values = new HashMap<>();
        for (String option : options(operation)) {
            value(option, step, state).ifPresent(value -> values.put(option, value));
        }
        return values;
    }

    private static List<String> options(Operation<?> operation) {
        return ParameterBinding.describe(operation.declaration().parameters()).stream()
                .map(Described::option)
                .toList();
    }

    private static Optional<String> value(String option, Step step, RunState state) {
        return Optional.ofNullable(step.parameters().get(option))
                .or(() -> Optional.ofNullable(state.parameters().get(option)))
                .or(() -> newestOutput(option, state));
    }

    private static Optional<String> newestOutput(String name, RunState state) {
        return state.steps().stream()
                .filter(step -> step.status() == StepStatus.PROVED)
                .flatMap(step -> step.result().stream())
                .filter(result -> result.outputs().containsKey(name))
                .max(Comparator.comparingLong(StepState.Result::index))
                .map(result -> result.outputs().get(name));
    }
}
