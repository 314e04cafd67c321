package dev.holdfast.operations.announced;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;

/**
 * An operation that can be named in a runbook, with its parameters, but not done yet. A run that comes to it is refused, and says
 * what a person has to do instead.
 *
 * @param byHand what to do, as the end of the sentence "do it by hand: ..."
 */
record Announced<P extends Record>(Declaration<P> declaration, String byHand) implements Operation<P> {

    @Override
    public boolean available() {
        return false;
    }

    @Override
    public Assessment assess(P parameters, Execution execution) {
        return new Assessment.Refused(ErrorCode.NOT_YET_AVAILABLE, reason());
    }

    private String reason() {
        return "%s is not available yet; do it by hand: %s".formatted(declaration.command(), byHand);
    }

    @Override
    public void perform(P parameters, Plan plan, Execution execution) {
        throw new HoldfastException(ErrorCode.NOT_YET_AVAILABLE, reason());
    }

    @Override
    public Proof prove(P parameters, Execution execution) {
        return new Proof.Unknown(reason());
    }
}
