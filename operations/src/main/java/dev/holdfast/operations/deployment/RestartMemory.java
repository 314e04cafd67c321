package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.topology.DeploymentSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which process each instance was before a step began to restart it, so that a later attempt goes on where the first one stopped. */
final class RestartMemory {
    private static final String BETWEEN = "\n";

    private final Execution execution;

    RestartMemory(Execution execution) {
        this.execution = execution;
    }

    /** Only the first attempt of a step saw them all. */
    void remember(DeploymentSpec deployment, List<InstanceState> states) {
        if (execution.occasion().isEmpty() || !before(deployment).isEmpty()) {
            return;
        }
        execution
                .site()
                .intentions()
                .intend(
                        place(deployment),
                        states.stream()
                                .filter(state -> !state.incarnation().isEmpty())
                                .map(state -> state.name() + "=" + state.incarnation())
                                .collect(Collectors.joining(BETWEEN)));
    }

    /** The incarnations by instance; empty when this step has restarted nothing yet. */
    Map<String, String> before(DeploymentSpec deployment) {
        if (execution.occasion().isEmpty()) {
            return Map.of();
        }
        return execution
                .site()
                .intentions()
                .intended(place(deployment))
                .map(Intentions.Intention::value)
                .map(RestartMemory::parse)
                .orElse(Map.of());
    }

    private static Map<String, String> parse(String text) {
        return Arrays.stream(text.split(BETWEEN, -1))
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));
    }

    private String place(DeploymentSpec deployment) {
        return "restart-before/%s/%s".formatted(execution.occasion(), deployment.name());
    }
}
