package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.concurrent.Waiting;
import dev.holdfast.operations.deployment.Fronts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes instances from a region without a failed request: those that will stop are drained first, and once they are gone their
 * places are open again for whoever starts there next.
 *
 * <p>An orchestrator stops the youngest ones, which are the last in the order of the topology.
 */
final class ScaleDown {
    private static final Duration READ = Duration.ofSeconds(2);
    private static final Duration CHANGE = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration GONE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Execution execution;
    private final ScaleOrder order;
    private final DeploymentSpec deployment;
    private final Workloads workloads;
    private final Fronts fronts;

    ScaleDown(Execution execution, ScaleOrder order) {
        this.execution = execution;
        this.order = order;
        this.deployment = execution.site().topology().deployment(Optional.of(order.deployment()));
        this.workloads = execution.site().workloads(order.deployment());
        this.fronts = new Fronts(execution, deployment);
    }

    void perform() {
        List<InstanceSpec> leaving = leaving();
        fronts.drain(leaving, DRAIN);
        workloads.scale(order.region(), order.to(), execution.limit(CHANGE));
        boolean gone =
                Waiting.until(execution.limit(GONE), POLL, () -> running().size() <= order.to());
        fronts.open(leaving);
        if (!gone) {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN,
                    "%s in %s still runs %d instances"
                            .formatted(
                                    order.deployment(),
                                    order.region(),
                                    running().size()));
        }
        execution.note("%s in %s has %d instances".formatted(order.deployment(), order.region(), order.to()));
    }

    private List<InstanceSpec> leaving() {
        List<InstanceSpec> running = running();
        return running.subList(Math.min(order.to(), running.size()), running.size());
    }

    private List<InstanceSpec> running() {
        List<InstanceState> states = workloads.instances(execution.limit(READ));
        return deployment.instances().stream()
                .filter(instance -> instance.region().equals(order.region()))
                .filter(instance -> states.stream()
                        .anyMatch(state -> state.name().equals(instance.name()) && state.health() != Health.ABSENT))
                .toList();
    }
}
