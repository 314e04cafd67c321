package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a site is at one moment: what twins are made from. Any number of them can be made from one seed. */
public final class TwinSeed {
    private final Topology topology;
    private final Instant at;
    private final Map<String, SeededDatabase> databases = new LinkedHashMap<>();
    /** For each balancer that answered: its backends, and what an operator asked for. */
    private final Map<String, Map<String, Map<String, Admin>>> balancers = new LinkedHashMap<>();

    private final Map<String, List<InstanceState>> deployments = new LinkedHashMap<>();
    private final Map<String, List<DnsServerState>> zones = new LinkedHashMap<>();
    /** Requests a second that came in at a region. */
    private final Map<String, Double> demand = new LinkedHashMap<>();

    private TwinSeed(Topology topology, Instant at) {
        this.topology = topology;
        this.at = at;
    }

    /**
     * Looks at a site. Only reads.
     *
     * @param limit for each look
     */
    public static TwinSeed observe(Site live, Duration limit) {
        TwinSeed seed = new TwinSeed(live.topology(), live.clock().instant());
        live.topology().databases().forEach(spec -> seed.databases.put(spec.name(), seed.look(live, spec, limit)));
        live.topology()
                .balancers()
                .forEach(spec -> seed.look(live.balancer(spec.name()), limit)
                        .ifPresent(backends -> seed.balancers.put(spec.name(), backends)));
        live.topology()
                .deployments()
                .forEach(spec -> seed.deployments.put(
                        spec.name(), live.workloads(spec.name()).instances(limit)));
        live.topology()
                .dns()
                .forEach(spec ->
                        seed.zones.put(spec.name(), live.dns(spec.name()).observe(limit)));
        return seed;
    }

    private SeededDatabase look(Site live, DatabaseSpec spec, Duration limit) {
        DatabaseCluster cluster = live.database(spec.name()).cluster();
        ClusterState state = cluster.observe(limit);
        Map<String, ProcessState> processes = state.nodes().stream()
                .filter(node -> node instanceof NodeState.Answering || node instanceof NodeState.Unreachable)
                .collect(Collectors.toMap(NodeState::node, node -> cluster.process(node.node(), limit)));
        Optional<PrimarySighting> before = live.memory().lastSighting(spec.name());
        double rate = before.map(PrimarySighting::commitsPerSecond).orElse(0.0);
        Optional<PrimarySighting> now =
                state.primary().map(primary -> new PrimarySighting(spec.name(), primary, at, rate));
        return new SeededDatabase(
                state, processes, now.or(() -> before), live.restorePoints().all(spec.name()));
    }

    private Optional<Map<String, Map<String, Admin>>> look(LoadBalancer balancer, Duration limit) {
        Map<String, Map<String, Admin>> found = new LinkedHashMap<>();
        try {
            for (String backend : backends(balancer.spec()).keySet()) {
                Map<String, Admin> servers = new LinkedHashMap<>();
                balancer.servers(backend, limit).forEach(server -> servers.put(server.name(), server.admin()));
                found.put(backend, servers);
            }
            balancer.traffic(limit)
                    .frontends()
                    .forEach(frontend ->
                            demand.merge(balancer.spec().region(), (double) frontend.requestsPerSecond(), Double::sum));
            return Optional.of(found);
        } catch (HoldfastException unreachable) {
            return Optional.empty();
        }
    }

    /** The backends of a balancer, with the servers that the topology says belong there. */
    private Map<String, List<String>> backends(BalancerSpec balancer) {
        Map<String, List<String>> backends = new LinkedHashMap<>();
        for (DatabaseSpec database : topology.databases()) {
            database.endpoints().stream()
                    .filter(endpoint -> endpoint.balancer().equals(balancer.name()))
                    .flatMap(endpoint -> Stream.of(endpoint.writerBackend(), endpoint.readerBackend()))
                    .forEach(backend -> backends.put(backend, database.nodeNames()));
        }
        for (DeploymentSpec deployment : topology.deployments()) {
            List<String> own = deployment.instances().stream()
                    .filter(instance -> instance.balancer().equals(balancer.name()))
                    .map(instance -> instance.name())
                    .toList();
            if (!own.isEmpty()) {
                backends.put(deployment.backend(), own);
            }
        }
        return backends;
    }

    /** A site on which all is well: the first server of each database is its primary, and a commit waits for one of the others. */
    public static TwinSeed healthy(Topology topology, Instant at) {
        return new HealthySite(topology, at, 1).seed();
    }

    /** As {@link #healthy}, but no commit waits for anybody. */
    public static TwinSeed asynchronous(Topology topology, Instant at) {
        return new HealthySite(topology, at, 0).seed();
    }

    static TwinSeed of(
            Topology topology,
            Instant at,
            Map<String, SeededDatabase> databases,
            Map<String, List<InstanceState>> deployments) {
        TwinSeed seed = new TwinSeed(topology, at);
        seed.databases.putAll(databases);
        seed.deployments.putAll(deployments);
        topology.regions().forEach(region -> seed.demand.put(region.name(), HealthySite.DEMAND));
        topology.dns().forEach(spec -> seed.zones.put(spec.name(), HealthySite.answering(spec)));
        topology.balancers().forEach(balancer -> seed.balancers.put(balancer.name(), seed.asItShouldBe(balancer)));
        return seed;
    }

    /** Writers lead to the first server of a database, readers to the others, and every instance is let in. */
    private Map<String, Map<String, Admin>> asItShouldBe(BalancerSpec balancer) {
        Map<String, Map<String, Admin>> backends = new LinkedHashMap<>();
        backends(balancer).forEach((backend, servers) -> {
            Map<String, Admin> states = new LinkedHashMap<>();
            servers.forEach(server -> states.put(server, admin(backend, server)));
            backends.put(backend, states);
        });
        return backends;
    }

    private Admin admin(String backend, String server) {
        for (DatabaseSpec database : topology.databases()) {
            boolean first = database.nodeNames().getFirst().equals(server);
            boolean writes = database.endpoints().stream()
                    .anyMatch(endpoint -> endpoint.writerBackend().equals(backend));
            boolean reads = database.endpoints().stream()
                    .anyMatch(endpoint -> endpoint.readerBackend().equals(backend));
            if (writes ? !first : reads && first) {
                return Admin.MAINT;
            }
        }
        return Admin.READY;
    }

    /** When it was looked at. */
    public Instant at() {
        return at;
    }

    public Topology topology() {
        return topology;
    }

    /** A twin whose operations record no restore points. */
    public Twin twin(TwinTimings timings, Path evidence) {
        return twin(timings, evidence, _ -> List.of());
    }

    /**
     * A twin.
     *
     * @param evidence a directory for what operations on the twin write for people
     * @param recorded the restore points of runs on the twin; those of the site come after them
     */
    public Twin twin(TwinTimings timings, Path evidence, RestorePoints recorded) {
        TwinEffects effects = new TwinEffects(timings);
        TwinTraffic traffic = new TwinTraffic(topology, demand);
        TwinMemory memory = new TwinMemory();
        for (DatabaseSpec spec : topology.databases()) {
            SeededDatabase seen =
                    Optional.ofNullable(databases.get(spec.name())).orElseThrow();
            traffic.databases().put(spec.name(), seen.servers(spec, effects, at));
            seen.sighting().ifPresent(memory::remember);
        }
        for (BalancerSpec spec : topology.balancers()) {
            traffic.balancers().put(spec.name(), balancer(spec, effects, traffic));
        }
        deployments.forEach((name, seen) -> traffic.deployments()
                .put(name, new TwinWorkloads(topology.deployment(Optional.of(name)), effects, traffic, seen)));
        zones.forEach((name, seen) -> traffic.zones()
                .put(
                        name,
                        new TwinZone(
                                topology.dns(Optional.of(name)),
                                effects,
                                seen,
                                () -> traffic.flow().settle())));
        traffic.deployments().forEach((name, twin) -> twin.mark(instances(name)));
        RestorePoints points = database -> restorePoints(database, recorded);
        return new Twin(traffic, effects, new TwinSite(traffic, effects, memory, points, evidence, at));
    }

    private TwinBalancer balancer(BalancerSpec spec, TwinEffects effects, TwinTraffic traffic) {
        Optional<Map<String, Map<String, Admin>>> seen = Optional.ofNullable(balancers.get(spec.name()));
        TwinBalancer balancer = new TwinBalancer(
                spec, effects, seen.orElseGet(() -> asItShouldBe(spec)), traffic::works, traffic.flow());
        if (seen.isEmpty()) {
            balancer.become(Reach.REFUSES);
        }
        return balancer;
    }

    private List<InstanceState> instances(String deployment) {
        return Optional.ofNullable(deployments.get(deployment)).orElse(List.of());
    }

    private List<RestorePoint> restorePoints(String database, RestorePoints recorded) {
        List<RestorePoint> all = new ArrayList<>(recorded.all(database));
        Optional.ofNullable(databases.get(database)).ifPresent(seen -> all.addAll(seen.points()));
        return all;
    }
}
