package dev.holdfast.engine.operation;

import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;

/**
 * Something that Holdfast can do to, or find out about, a system: check, act, prove.
 *
 * <p>Because {@code assess} always runs first, an operation done twice changes nothing the second time, and one that was
 * interrupted can be begun again.
 *
 * @param <P> what it needs: a record whose components are its parameters, see {@link Parameter}
 */
public interface Operation<P extends Record> {

    Declaration<P> declaration();

    /** Reads only: is it done already, is it allowed, what would change? */
    Assessment assess(P parameters, Execution execution);

    /**
     * Whether it may be begun again when nobody knows whether it had its effect. What can't be is left to a person, unless
     * {@code assess} finds the effect.
     */
    default boolean repeatable(P parameters) {
        return true;
    }

    /** Makes the change that was planned. Throws a coded exception when it can't. */
    void perform(P parameters, Plan plan, Execution execution);

    /** Reads only: is the effect really there? */
    Proof prove(P parameters, Execution execution);

    /** Whether this version of Holdfast can do it. What is only announced can be named in runbooks, and is refused in a run. */
    default boolean available() {
        return true;
    }
}
