package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabPlan;
import java.util.List;
import java.util.stream.Collectors;

/** The deployments in the topology of the lab. */
final class TopologyDeployments {
    /** Requests a second that one instance serves on a machine of two cores which does much else. */
    private static final int CAPACITY = 150;

    private TopologyDeployments() {}

    static String render(LabPlan plan, LabDirectory directory) {
        return """
                deployments:
                  %1$s:
                    driver: kubernetes
                    backend: app
                    database: %2$s
                    capacity: %3$d
                    depends_on: [%2$s]
                    settings: { replicas: "%4$d", websocket_backend: app_ws, kubeconfig: "%5$s" }
                    entrances:
                %6$s
                    instances:
                %7$s
                  %8$s:
                    driver: kubernetes
                    depends_on: [%1$s]
                    settings: { replicas: "%9$d", kubeconfig: "%5$s" }
                    instances:
                %10$s
                """.formatted(
                        plan.deployment(),
                        PostgresCluster.DATABASE,
                        CAPACITY,
                        plan.usualInstancesPerRegion(),
                        directory.kubeconfig(),
                        entrances(plan),
                        instances(plan.instances(), true),
                        plan.limiter(),
                        plan.limiters().stream().filter(LabInstance::usual).count()
                                / plan.regions().size(),
                        instances(plan.limiters(), false));
    }

    private static String entrances(LabPlan plan) {
        return plan.regions().stream()
                .map(region -> "      %s: http://%s".formatted(region.name(), Balancer.http(region)))
                .collect(Collectors.joining("\n"));
    }

    /**
     * @param balanced whether a load balancer of the region leads to them
     */
    private static String instances(List<LabInstance> slots, boolean balanced) {
        return slots.stream()
                .map(slot -> "      %s: { region: %s, host: %s, %saddress: \"%s\" }"
                        .formatted(
                                slot.name(),
                                slot.region().name(),
                                slot.region().shortName(),
                                balanced
                                        ? "balancer: %s, "
                                                .formatted(slot.region().shortName())
                                        : "",
                                slot.address()))
                .collect(Collectors.joining("\n"));
    }
}
