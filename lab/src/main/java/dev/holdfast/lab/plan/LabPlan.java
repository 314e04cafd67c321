package dev.holdfast.lab.plan;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the lab consists of: regions, and in each a database server, a load balancer and two instances of the service. */
public record LabPlan(List<LabRegion> regions, List<LabNode> nodes, List<LabInstance> instances) {
    private static final String DEPLOYMENT = "fastapi-main";
    private static final int INSTANCES_PER_REGION = 2;

    public LabPlan {
        regions = List.copyOf(regions);
        nodes = List.copyOf(nodes);
        instances = List.copyOf(instances);
    }

    /** The lab that everybody gets: regions on 127.1, 127.2 and 127.3. */
    public static LabPlan standard() {
        return startingAt(1);
    }

    /** The same lab on three other neighbouring subnets, so that a test does not meet a lab that is in use. */
    public static LabPlan startingAt(int subnet) {
        List<LabRegion> regions = List.of(
                new LabRegion("us-east-1", "use1", subnet),
                new LabRegion("us-west-2", "usw2", subnet + 1),
                new LabRegion("eu-west-1", "euw1", subnet + 2));
        List<LabNode> nodes = List.of(
                new LabNode("primary", regions.get(0), 100),
                new LabNode("replica1", regions.get(1), 90),
                new LabNode("replica2", regions.get(2), 80));
        return new LabPlan(
                regions, nodes, regions.stream().flatMap(LabPlan::instancesIn).toList());
    }

    private static Stream<LabInstance> instancesIn(LabRegion region) {
        return IntStream.rangeClosed(1, INSTANCES_PER_REGION)
                .mapToObj(n -> new LabInstance(
                        "%s-%s-%d".formatted(DEPLOYMENT, region.shortName(), n),
                        region,
                        new HostPort(region.address(30 + n), 8000)));
    }

    /** The name of the service in the topology. */
    public String deployment() {
        return DEPLOYMENT;
    }

    public LabNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "The lab has no database server %s; it has %s"
                                .formatted(
                                        name, nodes.stream().map(LabNode::name).toList())));
    }

    public List<LabInstance> instancesOf(LabRegion region) {
        return instances.stream()
                .filter(instance -> instance.region().equals(region))
                .toList();
    }

    /** What tells this lab from one on other addresses. */
    public String subnet() {
        return "127." + regions.getFirst().subnet();
    }
}
