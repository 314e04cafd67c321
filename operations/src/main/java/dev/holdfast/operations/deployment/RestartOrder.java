package dev.holdfast.operations.deployment;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts deployments after those that they depend on. Pure. */
final class RestartOrder {
    private final Map<String, DeploymentSpec> deployments = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final List<DeploymentSpec> order = new ArrayList<>();

    private RestartOrder(List<DeploymentSpec> deployments) {
        deployments.forEach(deployment -> this.deployments.put(deployment.name(), deployment));
    }

    /**
     * The order; what does not depend on each other stays in that of the topology.
     *
     * @throws HoldfastException {@code TOPOLOGY_INVALID} when some depend on each other in a circle
     */
    static List<DeploymentSpec> of(List<DeploymentSpec> deployments) {
        RestartOrder order = new RestartOrder(deployments);
        deployments.forEach(order::place);
        return List.copyOf(order.order);
    }

    private void place(DeploymentSpec deployment) {
        if (done.contains(deployment.name())) {
            return;
        }
        if (!open.add(deployment.name())) {
            throw new HoldfastException(
                    ErrorCode.TOPOLOGY_INVALID,
                    "the deployments %s depend on each other, so none can be restarted first".formatted(open));
        }
        deployment.dependsOn().stream()
                .flatMap(name -> Optional.ofNullable(deployments.get(name)).stream())
                .forEach(this::place);
        open.remove(deployment.name());
        done.add(deployment.name());
        order.add(deployment);
    }
}
