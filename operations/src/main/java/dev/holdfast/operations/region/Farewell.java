package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sees the last clients out of a region that nobody is led to any more.
 *
 * <pre>
 * 1. clients that keep connections are asked to leave; they are served all the while
 * 2. wait until no request comes in: stale answers of DNS run out
 * 3. end the WebSockets of one instance after another: their clients come back elsewhere
 * 4. wait until nobody is left; whoever is, when the time is over, is counted and told
 * </pre>
 */
final class Farewell {
    /** What is kept of the step's time to prove what was done. */
    private static final Duration RESERVE = Duration.ofSeconds(12);
    /** Between two instances, so that not all clients connect anew at the same moment. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Execution execution;
    private final List<DeploymentSpec> deployments;
    private final RegionEntrance entrance;
    private final TailLook tail;

    Farewell(Execution execution, String region, List<DeploymentSpec> deployments) {
        this.execution = execution;
        this.deployments = deployments;
        this.entrance = new RegionEntrance(execution, region);
        this.tail = new TailLook(execution, region, deployments);
    }

    /** Returns what is left when the time is over. */
    Tail run() {
        entrance.askToLeave(true).forEach(execution::note);
        Tail requests = until(one -> !one.hasRequests());
        if (requests.hasRequests()) {
            execution.note("clients do not leave: " + requests.text());
        }
        endWebSockets();
        Tail left = until(one -> one.isGone() || !one.isKnown());
        execution.note("left behind: " + left.text());
        return left;
    }

    private Tail until(Predicate<Tail> enough) {
        return Waiting.forResult(time(), POLL, () -> Optional.of(tail.take()).filter(enough))
                .orElseGet(tail::take);
    }

    private Duration time() {
        Duration time = execution.remaining().minus(RESERVE);
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** A client that comes back to the region by a stale answer is sent away again. */
    private void endWebSockets() {
        for (DeploymentSpec deployment : deployments) {
            List<RegionEntrance.Socketed> servers = open(deployment);
            while (!servers.isEmpty() && time().isPositive()) {
                RegionEntrance.Socketed next = servers.getFirst();
                entrance.end(next);
                execution.note("ended %d WebSockets of %s"
                        .formatted(next.server().sessions(), next.server().name()));
                TailLook.sleep(execution.limit(PAUSE));
                servers = open(deployment);
            }
        }
    }

    private List<RegionEntrance.Socketed> open(DeploymentSpec deployment) {
        try {
            return entrance.webSocketServers(deployment);
        } catch (HoldfastException silent) {
            execution.note(silent.attempted());
            return List.of();
        }
    }
}
