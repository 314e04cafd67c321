package dev.holdfast.app.why;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.operation.Proof;
import java.time.Duration;
import java.util.Map;

/**
 * Hears what an operation has to say of a site that may be partly assumed, without doing anything.
 *
 * @param remaining how long the operation may look
 */
record Reading(Site site, Duration remaining) implements Execution {
    <P extends Record> Proof of(Operation<P> operation, Map<String, String> arguments) {
        return operation.prove(ParameterBinding.bind(operation.declaration().parameters(), arguments), this);
    }

    @Override
    public void note(String text) {}
}
