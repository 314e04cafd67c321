package dev.holdfast.lab.plan;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the lab consists of: regions, and in each a database server, a load balancer and slots for instances of the service; the
 * DNS servers of its zone; and the countries that its clients are in.
 *
 * @param instances all slots, in the order of regions; those of a region that run usually come first
 */
public record LabPlan(
        List<LabRegion> regions,
        List<LabNode> nodes,
        List<LabInstance> instances,
        List<LabDnsServer> dnsServers,
        List<LabCountry> countries) {
    private static final String DEPLOYMENT = "fastapi-main";
    private static final String LIMITER = "rate-limiter";
    private static final int SLOTS = 10;
    private static final int USUAL_INSTANCES = 2;

    public LabPlan {
        regions = List.copyOf(regions);
        nodes = List.copyOf(nodes);
        instances = List.copyOf(instances);
        dnsServers = List.copyOf(dnsServers);
        countries = List.copyOf(countries);
    }

    /** The lab that everybody gets: regions on 127.1, 127.2 and 127.3. */
    public static LabPlan standard() {
        return startingAt(1);
    }

    /** The same lab on three other neighbouring subnets, so that a test does not meet a lab that is in use. */
    public static LabPlan startingAt(int subnet) {
        LabRegion east = new LabRegion("us-east-1", "use1", subnet);
        LabRegion west = new LabRegion("us-west-2", "usw2", subnet + 1);
        LabRegion europe = new LabRegion("eu-west-1", "euw1", subnet + 2);
        List<LabRegion> regions = List.of(east, west, europe);
        return new LabPlan(
                regions,
                List.of(
                        new LabNode("primary", east, 100),
                        new LabNode("replica1", west, 90),
                        new LabNode("replica2", europe, 80)),
                regions.stream().flatMap(LabPlan::slotsIn).toList(),
                List.of(new LabDnsServer("ns1", east), new LabDnsServer("ns2", europe)),
                List.of(
                        new LabCountry("US", "NA", 1, east),
                        new LabCountry("CA", "NA", 2, east),
                        new LabCountry("MX", "NA", 3, west),
                        new LabCountry("JP", "AS", 4, west),
                        new LabCountry("DE", "EU", 5, europe),
                        new LabCountry("FR", "EU", 6, europe)));
    }

    /** Slots for the processes that limit how much each client may ask for; one runs usually in each region. */
    public List<LabInstance> limiters() {
        return regions.stream().flatMap(LabPlan::limitersIn).toList();
    }

    private static Stream<LabInstance> limitersIn(LabRegion region) {
        return IntStream.rangeClosed(1, SLOTS)
                .mapToObj(n -> new LabInstance(
                        "%s-%s-%d".formatted(LIMITER, region.shortName(), n),
                        region,
                        new HostPort(region.address(60 + n), 8080),
                        n == 1));
    }

    /** Where the stand-in of Kubernetes listens: in no region, as it is to survive each of them. */
    public HostPort kubernetes() {
        return new HostPort("127.0.%d.60".formatted(regions.getFirst().subnet()), 6443);
    }

    /** The name of the deployment of {@link #limiters}. */
    public String limiter() {
        return LIMITER;
    }

    private static Stream<LabInstance> slotsIn(LabRegion region) {
        return IntStream.rangeClosed(1, SLOTS)
                .mapToObj(n -> new LabInstance(
                        "%s-%s-%d".formatted(DEPLOYMENT, region.shortName(), n),
                        region,
                        new HostPort(region.address(30 + n), 8000),
                        n <= USUAL_INSTANCES));
    }

    /** The name of the service in the topology. */
    public String deployment() {
        return DEPLOYMENT;
    }

    /** The zone that the DNS servers answer for, with the dot at the end. */
    public String zone() {
        return "lab.test.";
    }

    /** The name under which clients find the service. */
    public String serviceName() {
        return "www." + zone();
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

    public LabDnsServer dnsServer(String name) {
        return dnsServers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "The lab has no DNS server %s; it has %s"
                                .formatted(
                                        name,
                                        dnsServers.stream()
                                                .map(LabDnsServer::name)
                                                .toList())));
    }

    /** The instances that run when the lab has come up. */
    public List<LabInstance> usualInstances() {
        return instances.stream().filter(LabInstance::usual).toList();
    }

    /** How many of them there are in each region. */
    public int usualInstancesPerRegion() {
        return USUAL_INSTANCES;
    }

    /** The slots of a region. */
    public List<LabInstance> instancesOf(LabRegion region) {
        return instances.stream()
                .filter(instance -> instance.region().equals(region))
                .toList();
    }

    /** The countries whose clients belong to a region. */
    public List<LabCountry> countriesOf(LabRegion region) {
        return countries.stream()
                .filter(country -> country.home().equals(region))
                .toList();
    }

    /** What tells this lab from one on other addresses. */
    public String subnet() {
        return "127." + regions.getFirst().subnet();
    }
}
