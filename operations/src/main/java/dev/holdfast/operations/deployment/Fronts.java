package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.concurrent.Graceful;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Every place from which instances of a deployment get traffic.
 *
 * <p>An instance may be a spare server behind the load balancers of other regions, and stand in several backends of one, as for
 * requests and for WebSockets: it is drained and let in everywhere.
 */
public final class Fronts {
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Duration CHANGE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Execution execution;
    private final DeploymentSpec deployment;

    public Fronts(Execution execution, DeploymentSpec deployment) {
        this.execution = execution;
        this.deployment = deployment;
    }

    private record Place(LoadBalancer balancer, String backend, String server) {}

    /** Whether any load balancer leads to the deployment. */
    boolean exist() {
        return !places(deployment.instances()).isEmpty();
    }

    /** Lets the open sessions of these instances end, and no new one in; those that do not end in their time are cut. */
    public void drain(Collection<InstanceSpec> instances, Duration budget) {
        List<Place> places = places(instances);
        forEach(places, place -> place.balancer().drain(place.backend(), place.server(), execution.limit(CHANGE)));
        List<String> names = instances.stream().map(InstanceSpec::name).toList();
        new Graceful(execution, "draining " + String.join(", ", names), budget, CHANGE)
                .orElse(
                        limit -> waitForSessions(places, limit),
                        "its sessions are cut",
                        () -> forEach(
                                places,
                                place -> place.balancer()
                                        .cut(place.backend(), place.server(), execution.limit(CHANGE))));
    }

    /** Lets traffic to these instances. */
    public void open(Collection<InstanceSpec> instances) {
        forEach(
                places(instances),
                place -> place.balancer().ready(place.backend(), place.server(), execution.limit(CHANGE)));
    }

    /** Load balancers at the same time, the places at one of them one after the other. */
    private static void forEach(List<Place> places, Consumer<Place> change) {
        List<LoadBalancer> balancers =
                places.stream().map(Place::balancer).distinct().toList();
        Fanout.forEach(
                balancers,
                balancer -> places.stream()
                        .filter(place -> place.balancer().equals(balancer))
                        .forEach(change));
    }

    private List<Place> places(Collection<InstanceSpec> instances) {
        List<String> names = instances.stream().map(InstanceSpec::name).toList();
        List<String> balancers = deployment.instances().stream()
                .map(InstanceSpec::balancer)
                .filter(balancer -> !balancer.isEmpty())
                .distinct()
                .toList();
        return Fanout.collect(balancers, balancer -> places(execution.site().balancer(balancer), names)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Place> places(LoadBalancer balancer, List<String> names) {
        return balancer.traffic(execution.limit(READ)).backends().stream()
                .flatMap(backend -> places(balancer, backend, names))
                .toList();
    }

    private static Stream<Place> places(LoadBalancer balancer, BalancerTraffic.Backend backend, List<String> names) {
        return backend.servers().stream()
                .map(ServerState::name)
                .filter(names::contains)
                .map(server -> new Place(balancer, backend.name(), server));
    }

    private void waitForSessions(List<Place> places, Duration limit) {
        if (!Waiting.until(limit, POLL, () -> sessions(places) == 0)) {
            throw new HoldfastException(ErrorCode.NOT_PROVEN, "%d sessions are still open".formatted(sessions(places)));
        }
    }

    private int sessions(List<Place> places) {
        return places.stream()
                .map(place -> new Place(place.balancer(), place.backend(), ""))
                .distinct()
                .flatMap(place -> place.balancer().servers(place.backend(), execution.limit(READ)).stream()
                        .filter(server -> places.contains(new Place(place.balancer(), place.backend(), server.name()))))
                .mapToInt(ServerState::sessions)
                .sum();
    }
}
