package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Three regions with a replicated database, load balancers, instances that come and go, DNS, and clients that follow it. To be used in
 * a {@link VirtualTempo}. After every effect it checks that clients are led to some region that lives.
 */
public final class RegionSite implements ForwardingSite {
    private static final double DEMAND = 100;

    private final FakeSite plain;
    private final Topology topology;
    private final FakeFlow flow = new FakeFlow(Map.of("us-east-1", DEMAND, "us-west-2", DEMAND, "eu-west-1", DEMAND));
    private final FakeDnsZone zone;
    private final Map<String, RegionVerdict> verdicts = new HashMap<>();
    private final Map<String, Intentions.Intention> intentions = new HashMap<>();

    public RegionSite(Path evidence) {
        this(evidence, RegionTopology.threeRegions());
    }

    public RegionSite(Path evidence, Topology topology) {
        this.topology = topology;
        this.plain = new FakeSite(evidence, topology);
        DnsSpec dns = topology.dns().getFirst();
        zone = new FakeDnsZone(dns, plain.effects(), flow);
        for (BalancerSpec spec : topology.balancers()) {
            FakeBalancer balancer = plain.fakeBalancer(spec.name());
            balancer.backend("app_ws", plain.fakeWorkloads().inRegion(spec.region()), List.of());
            balancer.carry(flow);
        }
        topology.regions().forEach(region -> heal(region.name()));
        plain.effects().always(this::somebodyIsThere);
    }

    private void somebodyIsThere() {
        for (DnsSpec.Server server : zone.spec().servers()) {
            boolean led = verdicts.values().stream()
                    .filter(verdict -> !(verdict instanceof RegionVerdict.Unreachable))
                    .anyMatch(verdict -> zone.weight(server.name(), verdict.region()) > 0);
            if (!led) {
                throw new AssertionError(
                        "%s leads nobody anywhere: %s".formatted(server.name(), zone.said(server.name())));
            }
        }
    }

    // What happens.

    /** The region and all that is in it is cut off. */
    public RegionSite lose(String region) {
        says(new RegionVerdict.Unreachable(region, List.of(), "nothing of it answers"));
        flow.kill(region);
        balancers(region, FakeBalancer::die);
        nodes(region, plain::isolate);
        plain.fakeWorkloads().inRegion(region).forEach(plain.fakeWorkloads()::cutOff);
        servers(region).forEach(zone::kill);
        return this;
    }

    /** It is back, as it was left. */
    public RegionSite bringBack(String region) {
        heal(region);
        flow.revive(region);
        balancers(region, FakeBalancer::revive);
        nodes(region, plain::reconnect);
        plain.fakeWorkloads().inRegion(region).forEach(plain.fakeWorkloads()::reconnect);
        servers(region).forEach(zone::revive);
        return this;
    }

    private RegionSite heal(String region) {
        return says(new RegionVerdict.Healthy(region, List.of(), "it serves"));
    }

    private void balancers(String region, Consumer<FakeBalancer> change) {
        topology.balancers().stream()
                .filter(spec -> spec.region().equals(region))
                .forEach(spec -> change.accept(plain.fakeBalancer(spec.name())));
    }

    private void nodes(String region, Consumer<String> change) {
        topology.databases().stream()
                .flatMap(spec -> spec.nodes().stream())
                .filter(node -> node.region().equals(region))
                .map(NodeSpec::name)
                .forEach(change);
    }

    private Stream<String> servers(String region) {
        return zone.spec().servers().stream()
                .filter(server -> server.region().equals(region))
                .map(DnsSpec.Server::name);
    }

    public RegionSite says(RegionVerdict verdict) {
        verdicts.put(verdict.region(), verdict);
        return this;
    }

    /** A share of the clients keeps its connections. */
    public RegionSite cling(double share) {
        flow.cling(share);
        return this;
    }

    public RegionSite stubborn(String region, double requests) {
        flow.stubborn(region, requests);
        return this;
    }

    public RegionSite sockets(String region, String instance, int count) {
        flow.socket(region, instance, count);
        return this;
    }

    /** A region fails whatever is more than so many requests a second. */
    public RegionSite fragile(String region, double requests) {
        flow.limit(asked -> asked.equals(region) ? requests : Double.MAX_VALUE);
        return this;
    }

    // What a test asks.

    public FakeSite plain() {
        return plain;
    }

    public FakeDnsZone zone() {
        return zone;
    }

    public Effects effects() {
        return plain.effects();
    }

    /** Requests a second that come in at a region now. */
    public double rate(String region) {
        return flow.rate(region);
    }

    public boolean isAskedToLeave(String region) {
        return flow.isAsked(region);
    }

    public int webSockets(String instance) {
        return flow.sockets("app_ws", instance);
    }

    // The site.

    @Override
    public Site site() {
        return plain;
    }

    @Override
    public DnsZone dns(String name) {
        return zone;
    }

    @Override
    public RegionExaminer regions() {
        return (regions, _) -> regions.stream()
                .map(region -> Optional.ofNullable(verdicts.get(region)).orElseThrow())
                .toList();
    }

    @Override
    public Intentions intentions() {
        return new Intentions() {
            @Override
            public void intend(String component, String value) {
                effects()
                        .run(
                                "intend " + component,
                                () -> intentions.put(component, new Intention(component, value, FakeSite.NOW)));
            }

            @Override
            public Optional<Intention> intended(String component) {
                return Optional.ofNullable(intentions.get(component));
            }
        };
    }
}
