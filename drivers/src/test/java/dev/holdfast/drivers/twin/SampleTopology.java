package dev.holdfast.drivers.twin;

import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.ChannelSpec;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three regions with a database server, a load balancer and two instances each. */
final class SampleTopology {
    static final List<String> REGIONS = List.of("east", "west", "north");
    static final List<String> NODES = List.of("primary", "replica1", "replica2");

    private static final List<String> COUNTRIES = List.of("US", "MX", "DE");

    private SampleTopology() {}

    static Topology get() {
        List<RegionSpec> regions = new ArrayList<>();
        List<BalancerSpec> balancers = new ArrayList<>();
        for (String region : REGIONS) {
            String net = net(REGIONS.indexOf(region));
            regions.add(new RegionSpec(region, net + ".9"));
            balancers.add(new BalancerSpec("lb-" + region, region, "haproxy", new HostPort(net + ".20", 9999)));
        }
        ChannelSpec pager = new ChannelSpec("pager", "pagerduty", Map.of(), Optional.empty(), Optional.empty());
        return new Topology(
                "sample", regions, List.of(), List.of(database()), balancers, List.of(deployment()), List.of(pager));
    }

    /** The same, with a DNS name that two servers answer for, the first of them in the first region. */
    static Topology withDns() {
        Topology plain = get();
        List<DnsSpec.Answer> answers = REGIONS.stream()
                .map(region -> new DnsSpec.Answer(
                        region,
                        net(REGIONS.indexOf(region)) + ".20",
                        100,
                        List.of(COUNTRIES.get(REGIONS.indexOf(region)))))
                .toList();
        DnsSpec service = new DnsSpec(
                "service",
                "powerdns",
                "lab.test.",
                "www.lab.test.",
                Duration.ofSeconds(2),
                "app",
                List.of(server("ns1", "east"), server("ns2", "north")),
                answers,
                Map.of("US", "127.66.1.7", "MX", "127.66.3.7", "DE", "127.66.5.7"),
                Optional.empty());
        return new Topology(
                plain.name(),
                plain.regions(),
                plain.hosts(),
                plain.databases(),
                plain.balancers(),
                plain.deployments(),
                plain.channels(),
                List.of(service),
                List.of());
    }

    private static DnsSpec.Server server(String name, String region) {
        String host = net(REGIONS.indexOf(region)) + ".53";
        return new DnsSpec.Server(name, region, new HostPort(host, 5353), "http://" + host, Optional.empty());
    }

    private static String net(int region) {
        return "127.0." + region;
    }

    private static DatabaseSpec database() {
        List<NodeSpec> nodes = new ArrayList<>();
        List<DatabaseEndpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < NODES.size(); i++) {
            HostPort address = new HostPort(net(i) + ".10", 5432);
            nodes.add(new NodeSpec(NODES.get(i), REGIONS.get(i), "", address, 100, "/data", "/conf", "/log"));
            endpoints.add(new DatabaseEndpoint(
                    "lb-" + REGIONS.get(i),
                    new HostPort(net(i) + ".20", 5432),
                    "pg_writer",
                    new HostPort(net(i) + ".20", 5433),
                    "pg_reader"));
        }
        return new DatabaseSpec(
                "orders",
                "postgresql",
                new Objective(Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new DatabaseAccess("orders", "holdfast", "repl", "/bin"),
                nodes,
                endpoints,
                new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15)));
    }

    private static DeploymentSpec deployment() {
        List<InstanceSpec> instances = new ArrayList<>();
        List<DeploymentSpec.Entrance> entrances = new ArrayList<>();
        for (String region : REGIONS) {
            for (int number = 1; number <= 2; number++) {
                instances.add(new InstanceSpec(
                        "app-%s-%d".formatted(region, number),
                        region,
                        "",
                        "lb-" + region,
                        new HostPort("127.0.0.3", 8000),
                        "/conf",
                        "/restart"));
            }
            entrances.add(new DeploymentSpec.Entrance(region, "http://" + region));
        }
        return new DeploymentSpec("app", "processes", "app", "orders", instances, entrances);
    }
}
