package dev.holdfast.app.simulation;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A catalogue whose operations, where this version of Holdfast can't do them, count as done: so a simulation shows the steps that come
 * after them, too.
 */
final class AvailableOperations {
    private final Map<String, String> unavailable = new ConcurrentHashMap<>();

    Catalogue of(Catalogue catalogue) {
        List<Operation<?>> all = catalogue.all().stream()
                .<Operation<?>>map(operation -> new Lenient<>(operation, unavailable))
                .toList();
        return new Catalogue(all);
    }

    /** Why an operation can't be done by this version; empty when it can. */
    Optional<String> missing(String operation) {
        return Optional.ofNullable(unavailable.get(operation));
    }

    private record Lenient<P extends Record>(Operation<P> operation, Map<String, String> unavailable)
            implements Operation<P> {
        @Override
        public Declaration<P> declaration() {
            return operation.declaration();
        }

        @Override
        public Assessment assess(P parameters, Execution execution) {
            try {
                Assessment assessment = operation.assess(parameters, execution);
                return assessment instanceof Assessment.Refused refused && refused.code() == ErrorCode.NOT_YET_AVAILABLE
                        ? missing(refused.reason())
                        : assessment;
            } catch (HoldfastException e) {
                if (e.code() != ErrorCode.NOT_YET_AVAILABLE) {
                    throw e;
                }
                return missing(e.attempted());
            }
        }

        private Assessment missing(String reason) {
            unavailable.put(declaration().command(), reason);
            return new Assessment.Satisfied(reason, Map.of());
        }

        @Override
        public boolean repeatable(P parameters) {
            return operation.repeatable(parameters);
        }

        @Override
        public void perform(P parameters, Plan plan, Execution execution) {
            operation.perform(parameters, plan, execution);
        }

        @Override
        public Proof prove(P parameters, Execution execution) {
            return operation.prove(parameters, execution);
        }

        @Override
        public boolean available() {
            return operation.available();
        }
    }
}
