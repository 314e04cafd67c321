package dev.holdfast.engine.testkit;

import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.Reachability;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.RegionDetection;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Three regions with a service and a database server each; a test says which of them are lost. */
public final class RegionSite implements ForwardingSite {
    public static final String EAST = "us-east-1";
    public static final String WEST = "us-west-2";
    public static final String EUROPE = "eu-west-1";

    private static final List<String> REGIONS = List.of(EAST, WEST, EUROPE);

    private final Topology topology;
    private final FakeDatabase database;
    private final DatabaseSite site;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    public RegionSite(RegionDetection detection, Clock clock) {
        DatabaseSpec usual =
                Topologies.orders(Duration.ofMinutes(5)).databases().getFirst();
        List<NodeSpec> nodes = IntStream.range(0, REGIONS.size())
                .mapToObj(i -> in(REGIONS.get(i), usual.nodes().get(i)))
                .toList();
        DatabaseSpec spec = new DatabaseSpec(
                usual.name(),
                usual.driver(),
                usual.objective(),
                usual.access(),
                nodes,
                usual.endpoints(),
                usual.detection());
        topology = new Topology(
                "regions",
                REGIONS.stream()
                        .map(region -> new RegionSpec(region, vantage(region), detection))
                        .toList(),
                List.of(),
                List.of(spec),
                List.of(),
                List.of(deployment()),
                List.of());
        database = new FakeDatabase(spec, clock);
        site = new DatabaseSite(topology, database, clock);
        primaryIs("primary");
    }

    private static NodeSpec in(String region, NodeSpec node) {
        return new NodeSpec(node.name(), region, "h", node.address(), node.priority(), "/d", "/c", "/l");
    }

    private static DeploymentSpec deployment() {
        List<DeploymentSpec.Entrance> entrances = REGIONS.stream()
                .map(region -> new DeploymentSpec.Entrance(region, "http://" + region))
                .toList();
        return new DeploymentSpec("web", "fake", "app", "orders", List.of(), entrances);
    }

    private static String vantage(String region) {
        return "127.%d.0.9".formatted(REGIONS.indexOf(region) + 1);
    }

    public FakeDatabase database() {
        return database;
    }

    /** The other servers stream from it, unless they are lost. */
    public void primaryIs(String name) {
        NodeState.Primary primary = Topologies.primary(1000, 1);
        topology.databases().getFirst().nodeNames().forEach(node -> {
            NodeState state = node.equals(name)
                    ? new NodeState.Primary(name, primary.identity(), primary.written(), primary.sync(), List.of(), 0)
                    : Topologies.standby(node, 1000, Instant.EPOCH);
            database.answers(state);
        });
    }

    /** Nothing of the region answers any more. */
    public void lose(String region) {
        lost.add(region);
        topology.databases().getFirst().nodes().stream()
                .filter(node -> node.region().equals(region))
                .forEach(node -> database.answers(
                        new NodeState.Unreachable(node.name(), NodeState.Reach.REFUSED, "connection refused")));
        topology.databases().getFirst().nodes().stream()
                .filter(node -> !node.region().equals(region))
                .forEach(node -> database.answers(orphan(node.name())));
    }

    private static NodeState orphan(String name) {
        NodeState.Standby standby = Topologies.standby(name, 1000, Instant.EPOCH);
        return new NodeState.Standby(
                name,
                standby.identity(),
                standby.received(),
                standby.replayed(),
                new NodeState.Upstream(standby.upstream().configured(), Optional.empty(), false, Optional.empty()),
                false,
                standby.lastCommit());
    }

    public void comesBack(String region) {
        lost.remove(region);
        primaryIs("primary");
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public Reachability reachability() {
        return new Reachability() {
            @Override
            public Seen http(String vantage, String url, Duration limit) {
                boolean cut = lost.stream().anyMatch(region -> vantage(region).equals(vantage) || url.contains(region));
                return new Seen(cut ? Status.UNREACHABLE : Status.HEALTHY, "as the test says", Duration.ofMillis(1));
            }

            @Override
            public Seen tcp(String vantage, HostPort address, Duration limit) {
                return http(vantage, address.host(), limit);
            }
        };
    }

    @Override
    public Workloads workloads(String deployment) {
        return new NoInstances();
    }

    private static final class NoInstances implements Workloads {
        @Override
        public DeploymentSpec spec() {
            return deployment();
        }

        @Override
        public List<InstanceState> instances(Duration limit) {
            return List.of();
        }

        @Override
        public InstanceState instance(String name, Duration limit) {
            throw none();
        }

        @Override
        public void restart(String instance, Duration limit) {
            throw none();
        }

        @Override
        public void configure(String instance, Map<String, String> settings, Duration limit) {
            throw none();
        }

        @Override
        public ClientRequest requestAsClient(String region, Duration limit) {
            throw none();
        }

        @Override
        public List<ReplicaState> replicas(Duration limit) {
            throw none();
        }

        @Override
        public void scale(String region, int replicas, Duration limit) {
            throw none();
        }

        private static UnsupportedOperationException none() {
            return new UnsupportedOperationException("there are no instances");
        }
    }
}
