package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.Optional;

/** Gives a region more instances, and waits until clients get to them. */
final class ScaleUp {
    private static final Duration READ = Duration.ofSeconds(2);
    private static final Duration CHANGE = Duration.ofSeconds(10);
    private static final Duration READY = Duration.ofMinutes(5);
    private static final Duration ADMITTED = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Execution execution;
    private final ScaleOrder order;
    private final DeploymentSpec deployment;
    private final Workloads workloads;

    ScaleUp(Execution execution, ScaleOrder order) {
        this.execution = execution;
        this.order = order;
        this.deployment = execution.site().topology().deployment(Optional.of(order.deployment()));
        this.workloads = execution.site().workloads(order.deployment());
    }

    void perform() {
        workloads.scale(order.region(), order.to(), execution.limit(CHANGE));
        waitUntilReady();
        LetIn letIn = new LetIn(execution, deployment, order.region(), order.to());
        letIn.admitLeftOut();
        if (!Waiting.until(execution.limit(ADMITTED), POLL, letIn::isComplete)) {
            throw new HoldfastException(
                    ErrorCode.INSTANCE_NOT_READY,
                    letIn.fault().orElse("the load balancers of %s changed their mind".formatted(order.region())));
        }
        execution.note(
                "%s in %s has %d instances that serve".formatted(order.deployment(), order.region(), order.to()));
    }

    private void waitUntilReady() {
        if (!Waiting.until(execution.limit(READY), POLL, () -> state().ready() >= order.to())) {
            throw new HoldfastException(
                    ErrorCode.INSTANCE_NOT_READY,
                    "%s in %s: only %d of %d instances became ready"
                            .formatted(order.deployment(), order.region(), state().ready(), order.to()),
                    "the new instances go on starting; look at their logs, then run the command again",
                    null);
        }
    }

    private ReplicaState state() {
        return workloads.replicas(execution.limit(READ)).stream()
                .filter(state -> state.region().equals(order.region()))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "%s in %s, which is gone".formatted(order.deployment(), order.region())));
    }
}
