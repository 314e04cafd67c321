package dev.holdfast.operations.testkit;

import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.HostSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The topology that the tests share. */
public final class TestTopology {
    private static final List<String> REGIONS = List.of("us-east-1", "us-west-2", "eu-west-1");
    private static final List<String> HOSTS = List.of("use1", "usw2", "euw1");
    private static final List<String> NODES = List.of("primary", "replica1", "replica2");

    private TestTopology() {}

    /** Everything in the names that the document uses. */
    public static Topology threeRegions() {
        List<RegionSpec> regions = new ArrayList<>();
        List<HostSpec> hosts = new ArrayList<>();
        List<BalancerSpec> balancers = new ArrayList<>();
        for (int i = 0; i < REGIONS.size(); i++) {
            String net = net(i);
            regions.add(new RegionSpec(REGIONS.get(i), net + ".0.9"));
            hosts.add(new HostSpec(
                    HOSTS.get(i),
                    REGIONS.get(i),
                    "ssh",
                    new HostPort(net + ".0.10", 2222),
                    "postgres",
                    "/id",
                    "/known"));
            balancers.add(new BalancerSpec(HOSTS.get(i), REGIONS.get(i), "haproxy", new HostPort(net + ".0.20", 9999)));
        }
        return new Topology("test", regions, hosts, List.of(database()), balancers, List.of(deployment()), List.of());
    }

    private static String net(int region) {
        return "127.4" + region;
    }

    private static DatabaseSpec database() {
        List<NodeSpec> nodes = new ArrayList<>();
        List<DatabaseEndpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < NODES.size(); i++) {
            nodes.add(new NodeSpec(
                    NODES.get(i),
                    REGIONS.get(i),
                    HOSTS.get(i),
                    new HostPort(net(i) + ".0.10", 5432),
                    100,
                    "/data",
                    "/postgresql.conf",
                    "/log"));
            endpoints.add(new DatabaseEndpoint(
                    HOSTS.get(i),
                    new HostPort(net(i) + ".0.20", 5432),
                    "pg_writer",
                    new HostPort(net(i) + ".0.20", 5433),
                    "pg_reader"));
        }
        return new DatabaseSpec(
                "orders",
                "postgresql",
                new Objective(Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new DatabaseAccess("orders", "holdfast", "repl", "/usr/lib/postgresql/15/bin"),
                nodes,
                endpoints,
                new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15)));
    }

    private static DeploymentSpec deployment() {
        List<InstanceSpec> instances = new ArrayList<>();
        List<DeploymentSpec.Entrance> entrances = new ArrayList<>();
        for (int i = 0; i < REGIONS.size(); i++) {
            for (int number = 1; number <= 2; number++) {
                instances.add(new InstanceSpec(
                        "fastapi-main-%s-%d".formatted(HOSTS.get(i), number),
                        REGIONS.get(i),
                        HOSTS.get(i),
                        HOSTS.get(i),
                        new HostPort(net(i) + ".0.3" + number, 8000),
                        "/app.properties",
                        "/restart"));
            }
            entrances.add(new DeploymentSpec.Entrance(REGIONS.get(i), "http://" + net(i) + ".0.20:8080"));
        }
        return new DeploymentSpec("fastapi-main", "processes", "app", "orders", instances, entrances);
    }
}
