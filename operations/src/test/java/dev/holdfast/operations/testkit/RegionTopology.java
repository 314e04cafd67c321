package dev.holdfast.operations.testkit;

import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shared topology with what regions have besides: room for ten instances each, a DNS name, and data of their own. */
public final class RegionTopology {
    private static final int SLOTS = 10;
    private static final Map<String, String> HOME_OF = Map.of("us-east-1", "US", "us-west-2", "JP", "eu-west-1", "DE");

    private RegionTopology() {}

    /** Two instances a region are usual, and each serves 100 requests a second. */
    public static Topology threeRegions() {
        return with(Optional.of(100));
    }

    /** As {@link #threeRegions}, but nobody knows what an instance can serve. */
    public static Topology unmeasured() {
        return with(Optional.empty());
    }

    private static Topology with(Optional<Integer> capacity) {
        Topology plain = TestTopology.threeRegions();
        return new Topology(
                plain.name(),
                plain.regions(),
                plain.hosts(),
                plain.databases(),
                plain.balancers(),
                List.of(deployment(plain, capacity)),
                plain.channels(),
                List.of(dns(plain)),
                List.of(profiles(plain)));
    }

    private static DeploymentSpec deployment(Topology plain, Optional<Integer> capacity) {
        DeploymentSpec small = plain.deployment(Optional.empty());
        List<InstanceSpec> instances = new ArrayList<>();
        for (int i = 0; i < plain.regions().size(); i++) {
            String host = plain.hosts().get(i).name();
            for (int slot = 1; slot <= SLOTS; slot++) {
                instances.add(new InstanceSpec(
                        "%s-%s-%d".formatted(small.name(), host, slot),
                        plain.regions().get(i).name(),
                        host,
                        host,
                        new HostPort("127.4%d.0.%d".formatted(i, 30 + slot), 8000),
                        "/app.properties",
                        "/restart"));
            }
        }
        return new DeploymentSpec(
                small.name(),
                small.driver(),
                small.backend(),
                small.database(),
                instances,
                small.entrances(),
                capacity,
                List.of("orders"),
                Map.of("replicas", "2", "websocket_backend", "app_ws"));
    }

    private static DnsSpec dns(Topology plain) {
        return new DnsSpec(
                "service",
                "powerdns",
                "lab.test.",
                "www.lab.test.",
                Duration.ofSeconds(2),
                "fastapi-main",
                List.of(server("ns1", "us-east-1", "127.40.0.53"), server("ns2", "eu-west-1", "127.42.0.53")),
                plain.regions().stream().map(RegionTopology::answer).toList(),
                Map.of("US", "127.66.1.7", "JP", "127.66.4.7", "DE", "127.66.5.7"),
                Optional.empty());
    }

    private static DnsSpec.Server server(String name, String region, String address) {
        return new DnsSpec.Server(
                name, region, new HostPort(address, 5353), "http://%s:8081".formatted(address), Optional.empty());
    }

    private static DnsSpec.Answer answer(RegionSpec region) {
        String country = Optional.ofNullable(HOME_OF.get(region.name())).orElseThrow();
        return new DnsSpec.Answer(region.name(), region.vantage(), 100, List.of(country));
    }

    private static RegionalDataSpec profiles(Topology plain) {
        List<RegionalDataSpec.Place> places = plain.hosts().stream()
                .map(host -> new RegionalDataSpec.Place(
                        host.region(),
                        host.name(),
                        host.region().equals("us-east-1") ? List.of("us-west-2") : List.of(),
                        Map.of()))
                .toList();
        return new RegionalDataSpec(
                "profiles", "postgresql", new Objective(Duration.ofMinutes(15), Duration.ofMinutes(5)), places);
    }
}
