package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes one instance after another out of service and back. */
final class Rotation {
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration RESTART = Duration.ofSeconds(30);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Execution execution;
    private final DeploymentSpec deployment;
    private final Workloads workloads;
    private final Fronts fronts;

    Rotation(Execution execution, DeploymentSpec deployment) {
        this.execution = execution;
        this.deployment = deployment;
        this.workloads = execution.site().workloads(deployment.name());
        this.fronts = new Fronts(execution, deployment);
    }

    InstanceSpec instance(String name) {
        return deployment.instances().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN, "deployment %s has no '%s'".formatted(deployment.name(), name)));
    }

    /** The instances that are ready and let in by their own load balancer, in the order of the topology. */
    List<InstanceSpec> serving() {
        return Fanout.both(
                () -> workloads.instances(execution.limit(READ)),
                () -> Fanout.collect(balancers(), this::letIn).stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toUnmodifiableSet()),
                (states, letIn) -> deployment.instances().stream()
                        .filter(instance -> isOpen(instance, letIn) && isReady(instance, states))
                        .toList());
    }

    private static boolean isOpen(InstanceSpec instance, Set<String> letIn) {
        return instance.balancer().isEmpty() || letIn.contains(instance.name());
    }

    private static boolean isReady(InstanceSpec instance, List<InstanceState> states) {
        return states.stream().anyMatch(state -> state.name().equals(instance.name()) && RolloutRestart.isReady(state));
    }

    private Set<String> letIn(String balancer) {
        return servers(balancer).stream()
                .filter(server -> server.admin() == ServerState.Admin.READY && isOwn(balancer, server.name()))
                .map(ServerState::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isOwn(String balancer, String server) {
        return deployment.instances().stream()
                .anyMatch(instance ->
                        instance.name().equals(server) && instance.balancer().equals(balancer));
    }

    private List<String> balancers() {
        return deployment.instances().stream()
                .map(InstanceSpec::balancer)
                .filter(balancer -> !balancer.isEmpty())
                .distinct()
                .toList();
    }

    private List<ServerState> servers(String balancer) {
        return execution.site().balancer(balancer).servers(deployment.backend(), execution.limit(READ));
    }

    /** The instances that somebody asked for, in the order of the topology; it names all places where one could run. */
    List<InstanceSpec> present() {
        Set<String> absent = workloads.instances(execution.limit(READ)).stream()
                .filter(state -> state.health() == InstanceState.Health.ABSENT)
                .map(InstanceState::name)
                .collect(Collectors.toUnmodifiableSet());
        return deployment.instances().stream()
                .filter(instance -> !absent.contains(instance.name()))
                .toList();
    }

    /** Those that don't serve first: to restart them takes nothing from anybody. */
    List<InstanceSpec> order(List<InstanceSpec> serving) {
        return present().stream()
                .sorted(Comparator.comparing(serving::contains))
                .toList();
    }

    /** Whether no other instance of the region is among {@code others}. */
    boolean isAlone(InstanceSpec instance, List<InstanceSpec> others) {
        return others.stream()
                .noneMatch(other ->
                        !other.name().equals(instance.name()) && other.region().equals(instance.region()));
    }

    /** Drains an instance, restarts it, waits until it is ready, and lets it in. */
    void restart(InstanceSpec instance) {
        List<InstanceSpec> serving = serving();
        if (serving.contains(instance) && isAlone(instance, serving)) {
            throw new HoldfastException(
                    ErrorCode.INSTANCE_NOT_READY,
                    "%s is the only instance of %s that serves, so it is not restarted"
                            .formatted(instance.name(), instance.region()));
        }
        String before =
                workloads.instance(instance.name(), execution.limit(READ)).incarnation();
        fronts.drain(List.of(instance), DRAIN);
        execution.note("restarting " + instance.name());
        workloads.restart(instance.name(), execution.limit(RESTART));
        waitUntilReady(instance, before);
        fronts.open(List.of(instance));
        waitUntilLetIn(instance);
        execution.note(instance.name() + " serves again");
    }

    private void waitUntilReady(InstanceSpec instance, String before) {
        Optional<InstanceState> ready = Waiting.forResult(
                execution.limit(READY),
                POLL,
                () -> Optional.of(workloads.instance(instance.name(), execution.limit(READ)))
                        .filter(state -> RolloutRestart.isReady(state)
                                && !state.incarnation().equals(before)));
        if (ready.isEmpty()) {
            String last =
                    workloads.instance(instance.name(), execution.limit(READ)).detail();
            throw new HoldfastException(
                    ErrorCode.INSTANCE_NOT_READY,
                    "%s did not come back after its restart, and stays drained: %s".formatted(instance.name(), last));
        }
    }

    /** The next instance must not go before the load balancer really sends traffic to this one. */
    private void waitUntilLetIn(InstanceSpec instance) {
        if (instance.balancer().isEmpty()) {
            return;
        }
        boolean up = Waiting.until(
                execution.limit(DRAIN),
                POLL,
                () -> servers(instance.balancer()).stream()
                        .anyMatch(server -> server.name().equals(instance.name()) && server.up()));
        if (!up) {
            throw new HoldfastException(
                    ErrorCode.INSTANCE_NOT_READY,
                    "load balancer %s does not send traffic to %s although it is ready"
                            .formatted(instance.balancer(), instance.name()));
        }
    }
}
