package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.model.topology.HostPort;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The configuration of a region's load balancer. */
final class BalancerConfig {
    /** The backend that leads to the primary. */
    static final String WRITERS = "pg_writer";

    /** The backend that leads to the standbys. */
    static final String READERS = "pg_reader";

    private BalancerConfig() {}

    /** The configuration with which the writer leads to this primary, and the reader to the others. */
    static String render(LabPlan plan, LabDirectory directory, LabRegion region, String primary) {
        return Template.render(
                "haproxy.cfg",
                Map.of(
                        "region", region.name(),
                        "host", region.balancer(),
                        "state", directory.balancerState(region).toString(),
                        "knobs", directory.balancerKnobs(region).toString(),
                        "writers", databaseServers(plan, name -> name.equals(primary)),
                        "readers", databaseServers(plan, name -> !name.equals(primary)),
                        "instances", instances(plan, region, LabInstance::address, instance -> ""),
                        "looks", instances(plan, region, LabInstance::address, BalancerConfig::track),
                        "sockets", instances(plan, region, LabInstance::sockets, BalancerConfig::track)));
    }

    /**
     * A process that does not serve HTTP takes no WebSocket either, and need not be asked twice; one that is drained in {@code app}
     * is drained in every backend.
     */
    private static String track(LabInstance instance) {
        return " track app/" + instance.name();
    }

    private static String databaseServers(LabPlan plan, Predicate<String> enabled) {
        return plan.nodes().stream()
                .map(node -> databaseServer(node, enabled.test(node.name())))
                .collect(Collectors.joining("\n"));
    }

    private static String databaseServer(LabNode node, boolean enabled) {
        return "    server %s %s%s".formatted(node.name(), node.address(), enabled ? "" : " disabled");
    }

    /** The region's own slots, and those of the other regions for when nothing serves in its own. */
    private static String instances(
            LabPlan plan,
            LabRegion region,
            Function<LabInstance, HostPort> address,
            Function<LabInstance, String> options) {
        return plan.instances().stream()
                .sorted((a, b) ->
                        Boolean.compare(!a.region().equals(region), !b.region().equals(region)))
                .map(instance -> "    server %s %s%s%s"
                        .formatted(
                                instance.name(),
                                address.apply(instance),
                                options.apply(instance),
                                instance.region().equals(region) ? "" : " backup"))
                .collect(Collectors.joining("\n"));
    }
}
