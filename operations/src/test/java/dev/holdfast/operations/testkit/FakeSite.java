package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseProbes;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.database.RestorePointCapture;
import dev.holdfast.operations.testkit.FakeServer.Life;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Three regions, a primary with two synchronous standbys, a load balancer and two application instances in each. */
public final class FakeSite implements Site {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Topology topology;
    private final Path evidence;
    private final Effects effects = new Effects();
    private final FakeCluster cluster;
    private final FakeRejoin rejoin;
    private final FakeContents contents = new FakeContents();
    private final Map<String, FakeBalancer> balancers = new LinkedHashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final FakeWorkloads workloads;
    private final FakePrograms programs = new FakePrograms();
    private final FakeNotifications notifications = new FakeNotifications();
    private final List<RestorePoint> points = new ArrayList<>();
    private Optional<PrimarySighting> sighting = Optional.empty();
    private Optional<Verdict> verdict = Optional.empty();
    private int examinations;

    public FakeSite(Path evidence) {
        this(evidence, TestTopology.threeRegions());
    }

    FakeSite(Path evidence, Topology topology) {
        this.evidence = evidence;
        this.topology = topology;
        cluster = new FakeCluster(topology.database(Optional.empty()), effects);
        rejoin = new FakeRejoin(cluster, effects);
        workloads = new FakeWorkloads(topology.deployment(Optional.empty()), effects, cluster, this::writerOf);
        topology.balancers().forEach(this::addBalancer);
        rememberPrimary();
    }

    private void addBalancer(BalancerSpec spec) {
        FakeBalancer balancer = new FakeBalancer(spec, effects);
        balancer.backend("pg_writer", List.of("primary"), List.of("replica1", "replica2"));
        balancer.backend("pg_reader", List.of("replica1", "replica2"), List.of("primary"));
        balancer.backend("app", workloads.inRegion(spec.region()), List.of());
        balancers.put(spec.name(), balancer);
    }

    private Optional<String> writerOf(String region) {
        return balancers.values().stream()
                .filter(balancer -> balancer.spec().region().equals(region))
                .flatMap(balancer -> balancer.letIn("pg_writer").stream())
                .findFirst();
    }

    // What happens to the site.

    public FakeSite crash(String node) {
        return change(node, server -> server.process = Life.CRASHED);
    }

    /** Nothing of the region answers any more. */
    public FakeSite loseRegion(String region) {
        lost.add(region);
        balancers.values().stream()
                .filter(balancer -> balancer.spec().region().equals(region))
                .forEach(FakeBalancer::die);
        topology.database(Optional.empty()).nodes().stream()
                .filter(node -> node.region().equals(region))
                .forEach(node -> crash(node.name()));
        return this;
    }

    public FakeSite hang(String node) {
        return change(node, server -> server.process = Life.HUNG);
    }

    public FakeSite wake(String node) {
        return change(node, server -> server.process = server.process == Life.HUNG ? Life.RUNNING : server.process);
    }

    public FakeSite isolate(String node) {
        return change(node, server -> server.isolated = true);
    }

    public FakeSite reconnect(String node) {
        return change(node, server -> server.isolated = false);
    }

    public FakeSite starting(String node) {
        return change(node, server -> server.process = Life.STARTING);
    }

    public FakeSite pauseReplay(String node) {
        return change(node, server -> server.replayPaused = true);
    }

    public FakeSite refuseShutdown(String node) {
        return change(node, server -> server.refusesShutdown = true);
    }

    public FakeSite joinOtherCluster(String node) {
        return change(node, server -> {
            server.system = "9999";
            server.upstream = Optional.empty();
        });
    }

    /** Follows nobody, so that what is written from now on never reaches it. */
    public FakeSite loseUpstream(String node) {
        return change(node, server -> server.upstream = Optional.empty());
    }

    /** Gets some more of the log, from wherever. */
    public FakeSite advance(String node, long bytes) {
        return change(node, server -> server.position += bytes);
    }

    public FakeSite lastCommit(String node, Instant at) {
        return change(node, server -> server.lastCommit = Optional.of(at));
    }

    /** A client writes straight to a server. */
    public boolean write(String node, long bytes) {
        return effects.undisturbed(() -> cluster.write(node, bytes));
    }

    public FakeSite asynchronous() {
        topology.database(Optional.empty())
                .nodeNames()
                .forEach(node -> change(node, server -> server.sync = SyncPolicy.ASYNCHRONOUS));
        rememberPrimary();
        return this;
    }

    public FakeSite lossIsAccepted() {
        cluster.acceptLoss();
        return this;
    }

    private FakeSite change(String node, Consumer<FakeServer> change) {
        return effects.undisturbed(() -> {
            change.accept(cluster.server(node));
            return this;
        });
    }

    /** The detection saw the primary just now. */
    public void rememberPrimary() {
        cluster.observe(LIMIT)
                .primary()
                .ifPresent(primary -> sighting = Optional.of(new PrimarySighting("orders", primary, NOW, 100)));
    }

    public void forgetPrimary() {
        sighting = Optional.empty();
    }

    public void remember(NodeState.Primary primary, Instant at) {
        sighting = Optional.of(new PrimarySighting("orders", primary, at, 100));
    }

    public void examinerSays(Verdict said) {
        verdict = Optional.of(said);
    }

    public int examinations() {
        return examinations;
    }

    /** A step is about to begin. */
    public RestorePoint recordRestorePoint() {
        RestorePoint point = RestorePointCapture.capture(this, "orders");
        points.addFirst(point);
        return point;
    }

    // What a test asks.

    public Effects effects() {
        return effects;
    }

    public NodeState state(String node) {
        return cluster.observe(node, LIMIT);
    }

    public List<String> acknowledging() {
        return effects.undisturbed(() -> topology.database(Optional.empty()).nodeNames().stream()
                .filter(cluster::acknowledgesNow)
                .toList());
    }

    public FakeBalancer fakeBalancer(String name) {
        return Optional.ofNullable(balancers.get(name)).orElseThrow();
    }

    public FakeWorkloads fakeWorkloads() {
        return workloads;
    }

    public FakeContents contents() {
        return contents;
    }

    public FakePrograms fakePrograms() {
        return programs;
    }

    public FakeNotifications fakeNotifications() {
        return notifications;
    }

    public FakeRejoin rejoin() {
        return rejoin;
    }

    public List<String> asked() {
        return cluster.asked();
    }

    // The site.

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public DatabaseBinding database(String name) {
        return new DatabaseBinding(cluster, rejoin, contents, new NoProbes());
    }

    @Override
    public RegionExaminer regions() {
        return (regions, _) -> regions.stream()
                .<RegionVerdict>map(region -> lost.contains(region)
                        ? new RegionVerdict.Unreachable(region, List.of(), "nothing of it answers")
                        : new RegionVerdict.Suspect(region, List.of(), "some of it answers"))
                .toList();
    }

    @Override
    public LoadBalancer balancer(String name) {
        return fakeBalancer(name);
    }

    @Override
    public Workloads workloads(String deployment) {
        return workloads;
    }

    @Override
    public PrimaryExaminer examiner() {
        return (_, _) -> {
            examinations++;
            return verdict.orElseGet(() -> acknowledging().isEmpty()
                    ? new Verdict.Down(List.of(), Verdict.Cause.SILENT, "no sign of life")
                    : new Verdict.Alive(List.of(), "it answers"));
        };
    }

    @Override
    public PrimaryMemory memory() {
        return new PrimaryMemory() {
            @Override
            public void remember(PrimarySighting seen) {
                sighting = Optional.of(seen);
            }

            @Override
            public Optional<PrimarySighting> lastSighting(String database) {
                return sighting;
            }
        };
    }

    @Override
    public RestorePoints restorePoints() {
        return _ -> List.copyOf(points);
    }

    @Override
    public Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Override
    public Notifications notifications() {
        return notifications;
    }

    @Override
    public Programs programs() {
        return programs;
    }

    @Override
    public Path evidenceDirectory() {
        return evidence;
    }

    /** The operations leave looking at the primary to the examiner. */
    private static final class NoProbes implements DatabaseProbes {
        @Override
        public PrimaryProbe direct(String node, String vantage, String name) {
            throw new UnsupportedOperationException("direct probe of " + node);
        }

        @Override
        public PrimaryProbe canary(HostPort writer, String name) {
            throw new UnsupportedOperationException("canary through " + writer);
        }

        @Override
        public PrimaryProbe replica(String standby, String primary) {
            throw new UnsupportedOperationException("view of " + standby);
        }

        @Override
        public PrimaryProbe host(String node) {
            throw new UnsupportedOperationException("host of " + node);
        }
    }
}
