package dev.holdfast.engine.operation;

import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.List;
import java.util.Map;

/**
 * A check that is quick and disturbs nothing, so that to assess it is to do it. Only when it does not hold is it looked at once
 * more, for the failure to be told.
 *
 * @param <P> what it needs
 */
public interface ImmediateCheck<P extends Record> extends Check<P> {

    @Override
    default Assessment assess(P parameters, Execution execution) {
        return switch (prove(parameters, execution)) {
            case Proof.Holds holds -> new Assessment.Satisfied(holds.evidence(), holds.outputs());
            case Proof.Fails _, Proof.Unknown _ ->
                new Assessment.Actionable(Plan.harmless(declaration().summary(), List.of(), Map.of()));
        };
    }
}
