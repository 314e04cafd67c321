package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The load balancers through which the clients of a region come in. They may be dead with the region. */
final class RegionEntrance {
    private static final Duration READ = Duration.ofMillis(800);
    private static final Duration CHANGE = Duration.ofSeconds(2);
    private static final Duration KEEP = Duration.ofSeconds(5);
    /** A deployment's setting: the backend that its WebSockets go through. */
    private static final String WEB_SOCKETS = "websocket_backend";

    private final Execution execution;
    private final List<BalancerSpec> balancers;

    RegionEntrance(Execution execution, String region) {
        this.execution = execution;
        this.balancers = execution.site().topology().balancers().stream()
                .filter(balancer -> balancer.region().equals(region))
                .toList();
    }

    static Optional<String> webSockets(DeploymentSpec deployment) {
        return Optional.ofNullable(deployment.settings().get(WEB_SOCKETS));
    }

    /** Asks clients to leave, or no longer; a sentence for each load balancer that could not be told. */
    List<String> askToLeave(boolean leave) {
        return failures(Fanout.attempt(balancers, spec -> {
            LoadBalancer balancer = balancer(spec);
            if (balancer.clientsAskedToLeave(execution.limit(READ)) != leave) {
                balancer.askClientsToLeave(leave, execution.limit(CHANGE));
            }
            return spec;
        }));
    }

    private LoadBalancer balancer(BalancerSpec spec) {
        return execution.site().balancer(spec.name());
    }

    private static <R> List<String> failures(List<Attempt<BalancerSpec, R>> attempts) {
        return attempts.stream()
                .flatMap(attempt -> attempt.failure().stream()
                        .map(failure -> "%s: %s".formatted(attempt.target().name(), failure.attempted())))
                .toList();
    }

    /**
     * What the load balancers that answer say.
     *
     * @param answering how many there are
     * @param asking how many of them ask clients to leave
     */
    record Asking(int answering, int asking) {
        boolean all() {
            return asking == answering;
        }
    }

    Asking asking() {
        List<Boolean> said =
                Fanout.attempt(balancers, spec -> balancer(spec).clientsAskedToLeave(execution.limit(READ))).stream()
                        .flatMap(attempt -> attempt instanceof Attempt.Done<BalancerSpec, Boolean> done
                                ? Optional.of(done.result()).stream()
                                : Optional.<Boolean>empty().stream())
                        .toList();
        return new Asking(said.size(), (int) said.stream().filter(asks -> asks).count());
    }

    /** The load balancers that don't answer. */
    List<String> silent() {
        return Fanout.attempt(balancers, spec -> balancer(spec).clientsAskedToLeave(execution.limit(READ))).stream()
                .filter(attempt -> attempt.failure().isPresent())
                .map(attempt -> attempt.target().name())
                .toList();
    }

    /** The names of all. */
    List<String> names() {
        return balancers.stream().map(BalancerSpec::name).toList();
    }

    /** The servers that hold WebSockets of a deployment, with the load balancer in front of each. */
    record Socketed(String balancer, String backend, ServerState server) {}

    List<Socketed> webSocketServers(DeploymentSpec deployment) {
        return webSockets(deployment).stream()
                .flatMap(backend -> balancers.stream().flatMap(spec -> socketed(spec, backend).stream()))
                .toList();
    }

    private List<Socketed> socketed(BalancerSpec spec, String backend) {
        return balancer(spec).servers(backend, execution.limit(READ)).stream()
                .filter(server -> server.sessions() > 0)
                .map(server -> new Socketed(spec.name(), backend, server))
                .toList();
    }

    /** Ends the WebSockets of one server; its clients come back to wherever DNS leads them. */
    void end(Socketed one) {
        execution
                .site()
                .balancer(one.balancer())
                .endSessions(one.backend(), one.server().name(), execution.limit(CHANGE));
    }

    /** Makes what was set survive a reload. Nothing waits for it, and nothing depends on it now. */
    void keep() {
        failures(Fanout.attempt(balancers, spec -> {
                    balancer(spec).keep(execution.limit(KEEP));
                    return spec;
                }))
                .forEach(failure -> execution.note("would not survive a reload of load balancer " + failure));
    }
}
