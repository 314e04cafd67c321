package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.TrafficSurvey;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Counts the clients that still use a region, by two looks at its load balancers. */
final class TailLook {
    /** Long enough that a client which is at work shows. */
    static final Duration BETWEEN = Duration.ofSeconds(1);

    private final Execution execution;
    private final String region;
    private final List<DeploymentSpec> deployments;

    TailLook(Execution execution, String region, List<DeploymentSpec> deployments) {
        this.execution = execution;
        this.region = region;
        this.deployments = deployments.stream()
                .map(deployment -> Views.only(region, deployment))
                .toList();
    }

    Tail take() {
        List<TrafficSurvey> surveys = deployments.stream()
                .map(deployment -> new TrafficSurvey(execution, deployment))
                .toList();
        List<TrafficSurvey.Looks> before =
                surveys.stream().map(TrafficSurvey::look).toList();
        if (before.stream().anyMatch(looks -> looks.silent().containsKey(region))) {
            return Tail.unknown(before.getFirst().silent().getOrDefault(region, "its load balancer does not answer"));
        }
        sleep(execution.limit(BETWEEN));
        return Tail.sum(IntStream.range(0, surveys.size())
                .mapToObj(i -> Tail.of(
                        region,
                        deployments.get(i),
                        before.get(i),
                        surveys.get(i).look()))
                .toList());
    }

    static void sleep(Duration time) {
        try {
            Tempo.current().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for clients to move", e);
        }
    }
}
