package dev.holdfast.drivers.kubernetes;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which instances have a pod, as far as Kubernetes could say. */
final class PodBook {
    private final Map<String, Page> byRegion;

    private PodBook(Map<String, Page> byRegion) {
        this.byRegion = byRegion;
    }

    /** What is known of a region. */
    private sealed interface Page {
        /**
         * @param pods by the instances that they are
         */
        record Known(Map<String, String> pods) implements Page {}

        record Unknown(String why) implements Page {}
    }

    /** Asks for all of these regions at the same time; never fails. */
    static PodBook of(KubernetesApi api, List<String> regions, Deadline deadline) {
        Map<String, Page> pages = new TreeMap<>();
        List<Page> found = Parallel.each(regions, region -> page(api, region, deadline));
        for (int i = 0; i < regions.size(); i++) {
            pages.put(regions.get(i), found.get(i));
        }
        return new PodBook(pages);
    }

    private static Page page(KubernetesApi api, String region, Deadline deadline) {
        try {
            return new Page.Known(api.pods(region, deadline));
        } catch (HoldfastException e) {
            return new Page.Unknown(e.attempted());
        }
    }

    /** Tells why an instance does not answer. One that answers is there, whatever Kubernetes says. */
    InstanceState explain(InstanceSpec instance, InstanceState state) {
        if (state.health() != Health.UNREACHABLE) {
            return state;
        }
        return switch (byRegion.getOrDefault(instance.region(), new Page.Unknown("nobody asked"))) {
            case Page.Unknown(String why) ->
                as(
                        state,
                        Health.UNREACHABLE,
                        "%s; whether it was to run is not known: %s".formatted(state.detail(), why));
            case Page.Known(Map<String, String> pods)
            when pods.containsKey(instance.name()) ->
                as(state, Health.UNREACHABLE, "%s; %s".formatted(state.detail(), pods.get(instance.name())));
            case Page.Known _ -> as(state, Health.ABSENT, "nobody asked for it");
        };
    }

    private static InstanceState as(InstanceState state, Health health, String detail) {
        return new InstanceState(state.name(), health, state.incarnation(), state.settings(), detail);
    }
}
