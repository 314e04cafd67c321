package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Reachability;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The twin as operations see it: a site like any other. */
final class TwinSite implements Site {
    private final TwinTraffic traffic;
    private final PrimaryMemory memory;
    private final RestorePoints restorePoints;
    private final Path evidence;
    private final Map<String, DatabaseBinding> databases = new HashMap<>();
    private final PrimaryExaminer examiner;
    private final TwinNotifications notifications;
    private final TwinPrograms programs = new TwinPrograms();
    private final TwinIntentions intentions = new TwinIntentions();
    private final TwinRegions regions;
    private final TwinReachability reachability;
    private final Map<String, TwinRegionalData> data = new HashMap<>();

    TwinSite(
            TwinTraffic traffic,
            TwinEffects effects,
            PrimaryMemory memory,
            RestorePoints restorePoints,
            Path evidence,
            Instant seeded) {
        this.traffic = traffic;
        this.regions = new TwinRegions(traffic, effects);
        this.reachability = new TwinReachability(traffic, effects);
        traffic.topology().regionalData().forEach(spec -> data.put(spec.name(), new TwinRegionalData(spec, seeded)));
        this.memory = memory;
        this.restorePoints = restorePoints;
        this.evidence = evidence;
        Map<String, TwinCluster> clusters = new HashMap<>();
        traffic.databases().forEach((name, servers) -> {
            TwinCluster cluster = new TwinCluster(servers);
            clusters.put(name, cluster);
            databases.put(
                    name,
                    new DatabaseBinding(
                            cluster,
                            new TwinRejoin(servers),
                            new TwinContents(servers),
                            new TwinProbes(servers, traffic)));
        });
        examiner = new TwinExaminer(
                traffic, memory, name -> Optional.ofNullable(clusters.get(name)).orElseThrow(), effects);
        notifications = new TwinNotifications(traffic.topology().channels().stream()
                .map(channel -> channel.name())
                .toList());
    }

    @Override
    public Topology topology() {
        return traffic.topology();
    }

    @Override
    public DatabaseBinding database(String name) {
        return Optional.ofNullable(
                        databases.get(topology().database(Optional.of(name)).name()))
                .orElseThrow();
    }

    @Override
    public LoadBalancer balancer(String name) {
        return Optional.ofNullable(
                        traffic.balancers().get(topology().balancer(name).name()))
                .orElseThrow();
    }

    @Override
    public Workloads workloads(String deployment) {
        return Optional.ofNullable(traffic.deployments().get(deployment))
                .orElseGet(() -> Optional.ofNullable(traffic.deployments()
                                .get(topology()
                                        .deployment(Optional.of(deployment))
                                        .name()))
                        .orElseThrow());
    }

    @Override
    public DnsZone dns(String name) {
        return Optional.ofNullable(traffic.zones().get(name))
                .orElseGet(() -> Optional.ofNullable(traffic.zones()
                                .get(topology().dns(Optional.of(name)).name()))
                        .orElseThrow());
    }

    @Override
    public RegionalData regionalData(String name) {
        return Optional.ofNullable(data.get(topology().regionalData(name).name()))
                .orElseThrow();
    }

    @Override
    public RegionExaminer regions() {
        return regions;
    }

    @Override
    public Reachability reachability() {
        return reachability;
    }

    @Override
    public Intentions intentions() {
        return intentions;
    }

    @Override
    public PrimaryExaminer examiner() {
        return examiner;
    }

    @Override
    public PrimaryMemory memory() {
        return memory;
    }

    @Override
    public RestorePoints restorePoints() {
        return restorePoints;
    }

    @Override
    public Clock clock() {
        return Tempo.current().clock();
    }

    @Override
    public TwinNotifications notifications() {
        return notifications;
    }

    @Override
    public TwinPrograms programs() {
        return programs;
    }

    @Override
    public Path evidenceDirectory() {
        return evidence;
    }
}
