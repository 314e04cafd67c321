package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether the load balancers of a region send traffic to as many of its instances as there are to be. */
final class LetIn {
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Duration CHANGE = Duration.ofSeconds(2);

    private final Execution execution;
    private final DeploymentSpec deployment;
    private final String region;
    private final int target;

    LetIn(Execution execution, ScaleStep step) {
        this(execution, step.deployment(), step.region(), step.target());
    }

    LetIn(Execution execution, DeploymentSpec deployment, String region, int target) {
        this.execution = execution;
        this.deployment = deployment;
        this.region = region;
        this.target = target;
    }

    boolean isComplete() {
        return fault().isEmpty();
    }

    /** In words, when it is not so. What no clients come in at needs no load balancer. */
    Optional<String> fault() {
        return balancers().stream()
                .filter(balancer -> up(balancer) < target)
                .findFirst()
                .map(balancer -> "load balancer %s sends traffic to %d instances of %s in %s, not to %d: %s"
                        .formatted(balancer, up(balancer), deployment.name(), region, target, notUp(balancer)));
    }

    private List<String> balancers() {
        boolean entered = deployment.entrances().stream()
                .anyMatch(entrance -> entrance.region().equals(region));
        return entered ? own().stream().map(InstanceSpec::balancer).distinct().toList() : List.of();
    }

    private List<InstanceSpec> own() {
        return deployment.instances().stream()
                .filter(instance -> instance.region().equals(region))
                .toList();
    }

    private long up(String balancer) {
        return servers(balancer).stream().filter(ServerState::up).count();
    }

    private List<String> notUp(String balancer) {
        return servers(balancer).stream()
                .filter(server -> !server.up())
                .map(server -> "%s %s".formatted(server.name(), server.admin()))
                .toList();
    }

    /** The region's own instances; others may be spare servers there. */
    private List<ServerState> servers(String balancer) {
        List<String> names = own().stream().map(InstanceSpec::name).toList();
        return balancer(balancer).servers(deployment.backend(), execution.limit(READ)).stream()
                .filter(server -> names.contains(server.name()))
                .toList();
    }

    private LoadBalancer balancer(String name) {
        return execution.site().balancer(name);
    }

    /**
     * Lets in what an interrupted scaling left drained. A region of which nothing is let in was taken out by somebody, and stays so.
     */
    void admitLeftOut() {
        for (String balancer : balancers()) {
            List<ServerState> servers = servers(balancer);
            boolean open = servers.stream().anyMatch(server -> server.admin() == Admin.READY && server.up());
            if (open) {
                servers.stream()
                        .filter(server -> server.admin() == Admin.DRAIN)
                        .forEach(server ->
                                balancer(balancer).ready(deployment.backend(), server.name(), execution.limit(CHANGE)));
            }
        }
    }
}
