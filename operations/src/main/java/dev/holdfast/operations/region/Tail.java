package dev.holdfast.operations.region;

import dev.holdfast.model.balancer.BalancerTraffic.Backend;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.TrafficLook;
import dev.holdfast.operations.capacity.TrafficSurvey.Looks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Clients that still use a region although nobody is led to it: they keep stale answers, or connections. Pure.
 *
 * @param requests that came in between two looks
 * @param webSockets open at the later look; empty when nothing says through which backend they go
 * @param unknown why it can't be counted; empty when it was
 */
record Tail(long requests, OptionalInt webSockets, String unknown) {

    static Tail unknown(String why) {
        return new Tail(0, OptionalInt.empty(), why);
    }

    /** What went through the load balancers of a region for a deployment. */
    static Tail of(String region, DeploymentSpec deployment, Looks before, Looks after) {
        Map<String, String> silent = after.silent();
        if (silent.containsKey(region) || before.silent().containsKey(region)) {
            return unknown(Optional.ofNullable(silent.get(region)).orElse("its load balancer came back just now"));
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
                return unknown("the counters of %s began anew between two looks".formatted(look.getKey()));
            }
            requests += requests(look.getValue(), deployment) - requests(earlier.get(), deployment);
            sockets += sockets(look.getValue(), deployment);
        }
        boolean counted = RegionEntrance.webSockets(deployment).isPresent();
        return new Tail(requests, counted ? OptionalInt.of(sockets) : OptionalInt.empty(), "");
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
                tails.stream()
                        .map(Tail::webSockets)
                        .filter(OptionalInt::isPresent)
                        .reduce(OptionalInt.empty(), (one, other) -> OptionalInt.of(one.orElse(0) + other.orElse(0))),
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
        return isKnown() && requests == 0 && webSockets.orElse(0) == 0;
    }

    boolean hasRequests() {
        return isKnown() && requests > 0;
    }

    /** For people. */
    String text() {
        return isKnown()
                ? "%d requests between two looks, %s".formatted(requests, socketText())
                : "can't be counted: " + unknown;
    }

    private String socketText() {
        return webSockets.isPresent()
                ? webSockets.getAsInt() + " WebSockets"
                : "WebSockets are not counted: no deployment says its websocket_backend";
    }
}
