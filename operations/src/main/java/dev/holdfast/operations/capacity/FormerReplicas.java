package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Intentions;
import java.util.Optional;

/** How many instances there were before a step of a run changed that, whichever attempt it was. */
final class FormerReplicas {
    private final Execution execution;

    FormerReplicas(Execution execution) {
        this.execution = execution;
    }

    /** Only the first attempt saw what had been before. */
    void remember(ScaleOrder order) {
        if (execution.occasion().isEmpty()) {
            return;
        }
        Intentions intentions = execution.site().intentions();
        String place = place(order.deployment(), order.region());
        if (intentions.intended(place).isEmpty()) {
            intentions.intend(place, Integer.toString(order.from()));
        }
    }

    /** Empty when this step changed nothing there. */
    Optional<Integer> before(String deployment, String region) {
        if (execution.occasion().isEmpty()) {
            return Optional.empty();
        }
        return execution
                .site()
                .intentions()
                .intended(place(deployment, region))
                .map(intention -> Integer.parseInt(intention.value()));
    }

    private String place(String deployment, String region) {
        return "replicas-before/%s/%s/%s".formatted(execution.occasion(), deployment, region);
    }
}
