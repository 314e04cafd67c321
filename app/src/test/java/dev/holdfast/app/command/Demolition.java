package dev.holdfast.app.command;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An operation that must be confirmed, and remembers what it did. */
final class Demolition implements Operation<Demolition.Parameters> {
    final List<String> demolished = new ArrayList<>();

    /** What to pull down. */
    record Parameters(
            @Parameter(value = "what to pull down", placeholder = "HOUSE")
            String house,

            @Parameter("fail on the way") boolean clumsily) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "site.demolish", "demolish-house", "Pulls a house down.", Parameters.class, Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        String house = parameters.house();
        if (house.equals("castle")) {
            return new Assessment.Refused(ErrorCode.ROLE_MISMATCH, "the castle is protected");
        }
        return demolished.contains(house)
                ? new Assessment.Satisfied(house + " is down", Map.of("house", house))
                : new Assessment.Actionable(new Plan(
                        "Pulls %s down".formatted(house),
                        List.of("blow up " + house),
                        house + " is gone for good",
                        Map.of()));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        if (parameters.clumsily()) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "the charge did not go off");
        }
        execution.note("stand back");
        demolished.add(parameters.house());
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return new Proof.Holds(parameters.house() + " is down", Map.of("house", parameters.house()));
    }
}
