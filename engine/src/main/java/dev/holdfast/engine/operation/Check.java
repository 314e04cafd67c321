package dev.holdfast.engine.operation;

import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import java.util.List;
import java.util.Map;

/**
 * An operation that only looks: its proof is its result.
 *
 * @param <P> what it needs
 */
public interface Check<P extends Record> extends Operation<P> {

    @Override
    default Assessment assess(P parameters, Execution execution) {
        return new Assessment.Actionable(Plan.harmless(declaration().summary(), List.of(), Map.of()));
    }

    @Override
    default void perform(P parameters, Plan plan, Execution execution) {}
}
