package dev.holdfast.operations.capacity;

import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.topology.DeploymentSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What came in at the entrance of a region between two looks at its load balancer. Pure.
 *
 * @param requests a second
 * @param failures answers with 5xx a second
 * @param retries connections to instances that had to be tried again, or could not be made, a second
 * @param queued requests that waited at the later look
 * @param sessions open at the later look
 * @param response mean time to an answer, of the slowest backend
 */
public record TrafficRate(
        String region, double requests, double failures, double retries, int queued, int sessions, Duration response) {
    private static final double NANOS = 1e9;
    /** A deployment's setting: the backend that its WebSockets go through. */
    private static final String WEB_SOCKETS = "websocket_backend";

    /**
     * Of the backends that its clients take; empty when the counters began anew meanwhile, or there is none, so
     * that nothing can be said.
     */
    public static Optional<TrafficRate> between(TrafficLook earlier, TrafficLook later, DeploymentSpec deployment) {
        double seconds = later.at().minus(earlier.at()).toNanos() / NANOS;
        List<BalancerTraffic.Backend> before = backends(earlier.traffic(), deployment);
        List<BalancerTraffic.Backend> after = backends(later.traffic(), deployment);
        boolean comparable =
                earlier.traffic().incarnation().equals(later.traffic().incarnation()) && !before.isEmpty();
        if (seconds <= 0 || !comparable || !names(before).equals(names(after))) {
            return Optional.empty();
        }
        Function<ToDoubleFunction<BalancerTraffic.Backend>, Double> perSecond =
                total -> (sum(after, total) - sum(before, total)) / seconds;
        TrafficRate rate = new TrafficRate(
                later.region(),
                perSecond.apply(BalancerTraffic.Backend::requests),
                perSecond.apply(BalancerTraffic.Backend::failures),
                perSecond.apply(backend -> backend.retries() + backend.connectFailures()),
                after.stream().mapToInt(BalancerTraffic.Backend::queued).sum(),
                after.stream().mapToInt(BalancerTraffic.Backend::sessions).sum(),
                slowest(after));
        return Optional.of(rate).filter(TrafficRate::grew);
    }

    /** Those that clients take; what looks at the health of the instances may take another one. */
    private static List<BalancerTraffic.Backend> backends(BalancerTraffic traffic, DeploymentSpec deployment) {
        Set<String> taken = new HashSet<>(Set.of(deployment.backend()));
        Optional.ofNullable(deployment.settings().get(WEB_SOCKETS)).ifPresent(taken::add);
        return traffic.backends().stream()
                .filter(backend -> taken.contains(backend.name()))
                .toList();
    }

    private static List<String> names(List<BalancerTraffic.Backend> backends) {
        return backends.stream().map(BalancerTraffic.Backend::name).toList();
    }

    private static double sum(List<BalancerTraffic.Backend> backends, ToDoubleFunction<BalancerTraffic.Backend> total) {
        return backends.stream().mapToDouble(total).sum();
    }

    private static Duration slowest(List<BalancerTraffic.Backend> backends) {
        return backends.stream()
                .map(BalancerTraffic.Backend::response)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Totals that shrink belong to another process, whatever it calls itself. */
    private boolean grew() {
        return requests >= 0 && failures >= 0 && retries >= 0;
    }

    /** With another load balancer of the same region. */
    public TrafficRate plus(TrafficRate other) {
        return new TrafficRate(
                region,
                requests + other.requests,
                failures + other.failures,
                retries + other.retries,
                queued + other.queued,
                sessions + other.sessions,
                response.compareTo(other.response) >= 0 ? response : other.response);
    }

    /** From 0 to 1: how many of the requests failed. */
    public double failedShare() {
        return requests == 0 ? 0 : Math.min(1, failures / requests);
    }

    /** How many connections were tried again for each request. */
    public double retriesPerRequest() {
        return requests == 0 ? retries : retries / requests;
    }
}
