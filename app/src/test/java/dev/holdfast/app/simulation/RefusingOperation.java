package dev.holdfast.app.simulation;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;

/** Refuses, with the code that it is made with. */
record RefusingOperation(String command, ErrorCode code) implements Operation<RefusingOperation.Parameters> {
    record Parameters() {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>("test." + command, command, "Refuses", Parameters.class, Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        return new Assessment.Refused(code, "it can't be done");
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        throw new AssertionError("it was refused");
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        throw new AssertionError("it was refused");
    }
}
