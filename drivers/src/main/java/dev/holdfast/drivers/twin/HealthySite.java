package dev.holdfast.drivers.twin;

import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What would be seen of a topology on which all is well. */
final class HealthySite {
    private static final Lsn WRITTEN = new Lsn(1L << 24);
    private static final Identity IDENTITY = new Identity("7000000000000000001", 1);

    /** Requests a second of the clients of each region. */
    static final double DEMAND = 100;

    private static final String USUAL_REPLICAS = "replicas";

    private final Topology topology;
    private final Instant at;
    private final int confirmations;

    /**
     * @param confirmations how many standbys a commit waits for
     */
    HealthySite(Topology topology, Instant at, int confirmations) {
        this.topology = topology;
        this.at = at;
        this.confirmations = confirmations;
    }

    TwinSeed seed() {
        Map<String, SeededDatabase> databases = new LinkedHashMap<>();
        topology.databases().forEach(spec -> databases.put(spec.name(), database(spec)));
        Map<String, List<InstanceState>> deployments = new LinkedHashMap<>();
        topology.deployments()
                .forEach(spec -> deployments.put(
                        spec.name(),
                        spec.instances().stream()
                                .map(instance -> instance(spec, instance))
                                .toList()));
        return TwinSeed.of(topology, at, databases, deployments);
    }

    private SeededDatabase database(DatabaseSpec spec) {
        List<String> standbys = spec.nodeNames().subList(1, spec.nodes().size());
        SyncPolicy policy =
                confirmations == 0 ? SyncPolicy.ASYNCHRONOUS : new SyncPolicy(confirmations, spec.nodeNames());
        String first = spec.nodeNames().getFirst();
        NodeState.Primary primary = new NodeState.Primary(
                first,
                IDENTITY,
                WRITTEN,
                policy,
                standbys.stream()
                        .map(standby ->
                                new NodeState.Attached(standby, "streaming", WRITTEN, Optional.of(Duration.ZERO)))
                        .toList(),
                0);
        List<NodeState> nodes = new ArrayList<>(List.of(primary));
        standbys.forEach(standby -> nodes.add(standby(standby, first)));
        PrimarySighting sighting = new PrimarySighting(spec.name(), primary, at, 0);
        return new SeededDatabase(new ClusterState(nodes), Map.of(), Optional.of(sighting), List.of());
    }

    private NodeState standby(String name, String primary) {
        NodeState.Upstream upstream =
                new NodeState.Upstream(Optional.of(primary), Optional.of(primary), true, Optional.of(Duration.ZERO));
        return new NodeState.Standby(name, IDENTITY, WRITTEN, WRITTEN, upstream, false, Optional.of(at));
    }

    private InstanceState instance(DeploymentSpec deployment, InstanceSpec instance) {
        return runs(deployment, instance)
                ? new InstanceState(
                        instance.name(), InstanceState.Health.READY, "first", settings(deployment, instance), "")
                : new InstanceState(instance.name(), InstanceState.Health.ABSENT, "", Map.of(), "nobody asked for it");
    }

    /** Whether it is among those that run usually. */
    private static boolean runs(DeploymentSpec deployment, InstanceSpec instance) {
        long before = deployment.instances().stream()
                .takeWhile(other -> !other.name().equals(instance.name()))
                .filter(other -> other.region().equals(instance.region()))
                .count();
        return Optional.ofNullable(deployment.settings().get(USUAL_REPLICAS))
                .map(usual -> before < Long.parseLong(usual))
                .orElse(true);
    }

    /** Servers that answer with the usual targets. */
    static List<DnsServerState> answering(DnsSpec spec) {
        return spec.servers().stream()
                .map(server -> new DnsServerState(server.name(), Optional.of(TwinZone.usual(spec)), true, ""))
                .toList();
    }

    private Map<String, String> settings(DeploymentSpec deployment, InstanceSpec instance) {
        if (deployment.database().isEmpty()) {
            return Map.of();
        }
        DatabaseSpec database = topology.database(deployment.database());
        Optional<DatabaseEndpoint> endpoint = database.endpoints().stream()
                .filter(candidate -> region(candidate).equals(instance.region()))
                .findFirst();
        return endpoint.map(found -> Map.of(
                        "database.primary", database.nodeNames().getFirst(),
                        "database.writer", found.writer().toString(),
                        "database.reader", found.reader().toString()))
                .orElse(Map.of());
    }

    private String region(DatabaseEndpoint endpoint) {
        BalancerSpec balancer = topology.balancer(endpoint.balancer());
        return balancer.region();
    }
}
