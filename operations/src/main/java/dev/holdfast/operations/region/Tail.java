package dev.holdfast.operations.region;

import dev.holdfast.model.balancer.BalancerTraffic.Backend;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.TrafficLook;
import dev.holdfast.operations.capacity.TrafficSurvey.Looks;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Clients that still use a region although nobody is led to it: they keep stale answers, or connections. Pure.
 *
 * @param requests that came in between two looks
 * @param webSockets open at the later look
 * @param unknown why it can't be counted; empty when it was
 */
record Tail(long requests, int webSockets, String unknown) {

    /** What went through the load balancers of a region for a deployment. */
    static Tail of(String region, DeploymentSpec deployment, Looks before, Looks after) {
        Map<String, String> silent = after.silent();
        if (silent.containsKey(region) || before.silent().containsKey(region)) {
            return new Tail(
                    0, 0, Optional.ofNullable(silent.get(region)).orElse("its load balancer came back just now"));
        }
        long requests = 0;
        int sockets = 0;
        for (Map.Entry<String, TrafficLook> look : after.looks().entrySet()) {
            if (!look.getValue().region().equals(region)) {
                continue;
            }
            Optional<TrafficLook> earlier = Optional.ofNullable(before.looks().get(look.getKey()))
                    .filter(one -> continues(one, look.getValue()));
            if (earlier.isEmpty()) {
                return new Tail(0, 0, "the counters of %s began anew between two looks".formatted(look.getKey()));
            }
            requests += requests(look.getValue(), deployment) - requests(earlier.get(), deployment);
            sockets += sockets(look.getValue(), deployment);
        }
        return new Tail(requests, sockets, "");
    }

    private static boolean continues(TrafficLook earlier, TrafficLook later) {
        return earlier.traffic().incarnation().equals(later.traffic().incarnation());
    }

    /** Of the service itself: what looks at its health may take another way. */
    private static long requests(TrafficLook look, DeploymentSpec deployment) {
        return Stream.concat(Stream.of(deployment.backend()), RegionEntrance.webSockets(deployment).stream())
                .flatMap(name -> backend(look, name).stream())
                .mapToLong(Backend::requests)
                .sum();
    }

    private static int sockets(TrafficLook look, DeploymentSpec deployment) {
        return RegionEntrance.webSockets(deployment).stream()
                .flatMap(name -> backend(look, name).stream())
                .mapToInt(Backend::sessions)
                .sum();
    }

    private static Optional<Backend> backend(TrafficLook look, String name) {
        return look.traffic().backends().stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst();
    }

    /** Of several deployments. */
    static Tail sum(List<Tail> tails) {
        return new Tail(
                tails.stream().mapToLong(Tail::requests).sum(),
                tails.stream().mapToInt(Tail::webSockets).sum(),
                tails.stream()
                        .map(Tail::unknown)
                        .filter(why -> !why.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    boolean isKnown() {
        return unknown.isEmpty();
    }

    /** Whether it is known that nobody uses the region. */
    boolean isGone() {
        return isKnown() && requests == 0 && webSockets == 0;
    }

    boolean hasRequests() {
        return isKnown() && requests > 0;
    }

    /** For people. */
    String text() {
        return isKnown()
                ? String.format(Locale.ROOT, "%d requests between two looks, %d WebSockets", requests, webSockets)
                : "can't be counted: " + unknown;
    }
}
