package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three regions whose instances come and go, with traffic and verdicts that a test decides. */
public final class ScaledSite implements ForwardingSite {
    private final FakeSite plain;
    private final Topology topology;
    private final DeploymentSpec deployment;
    private final Map<String, ScaledRegion> regions = new LinkedHashMap<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, RegionVerdict> verdicts = new HashMap<>();
    private final Map<String, Intentions.Intention> intentions = new HashMap<>();

    public ScaledSite(Path evidence, Topology topology) {
        this.plain = new FakeSite(evidence);
        this.topology = topology;
        this.deployment = topology.deployment(Optional.empty());
        for (RegionSpec region : topology.regions()) {
            List<String> slots = deployment.instances().stream()
                    .filter(instance -> instance.region().equals(region.name()))
                    .map(InstanceSpec::name)
                    .toList();
            regions.put(region.name(), new ScaledRegion(region.name(), slots, 2));
            verdicts.put(region.name(), new RegionVerdict.Healthy(region.name(), List.of(), "it serves"));
        }
    }

    // What happens.

    public ScaledSite traffic(String region, double requests) {
        return traffic(region, requests, 0, 0);
    }

    public ScaledSite traffic(String region, double requests, double failures, double retries) {
        ScaledRegion changed = region(region);
        changed.count(Tempo.current().nanoTime());
        changed.requests = requests;
        changed.failures = failures;
        changed.retries = retries;
        return this;
    }

    public ScaledSite slow(String region, Duration response, int queued) {
        region(region).response = response;
        region(region).queued = queued;
        return this;
    }

    /** Its load balancer starts anew, and forgets what it counted. */
    public ScaledSite restartBalancer(String region) {
        ScaledRegion changed = region(region);
        changed.incarnation += "1";
        changed.totalRequests = 0;
        changed.totalFailures = 0;
        changed.totalRetries = 0;
        return this;
    }

    public ScaledSite silence(String region) {
        region(region).silent = true;
        return this;
    }

    public ScaledSite lose(String region) {
        silence(region);
        region(region).running.clear();
        return says(new RegionVerdict.Unreachable(region, List.of(), "nothing answers"));
    }

    public ScaledSite says(RegionVerdict verdict) {
        verdicts.put(verdict.region(), verdict);
        return this;
    }

    public ScaledSite stillborn(String region, int instances) {
        region(region).stillborn = instances;
        return this;
    }

    public ScaledSite shun(String region, String instance) {
        region(region).shunned.add(instance);
        return this;
    }

    public ScaledSite drained(String region, String instance) {
        region(region).admin.put(instance, Admin.DRAIN);
        return this;
    }

    /** So many run already. */
    public ScaledSite running(String region, int replicas) {
        region(region).scale(replicas);
        return this;
    }

    // What a test asks.

    public int wanted(String region) {
        return region(region).wanted;
    }

    public int starts(String instance) {
        return starts.getOrDefault(instance, 0);
    }

    public List<String> log() {
        return plain.effects().log();
    }

    public Effects effects() {
        return plain.effects();
    }

    /** The instances that get traffic. */
    public List<String> serving(String region) {
        return region(region).slots.stream().filter(region(region)::up).toList();
    }

    private ScaledRegion region(String name) {
        return Optional.ofNullable(regions.get(name)).orElseThrow();
    }

    // The site.

    @Override
    public Site site() {
        return plain;
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public LoadBalancer balancer(String name) {
        return new ScaledBalancer(
                topology.balancer(name), region(topology.balancer(name).region()), plain.effects());
    }

    @Override
    public Workloads workloads(String name) {
        return new ScaledWorkloads(deployment, regions, starts, plain.effects());
    }

    @Override
    public RegionExaminer regions() {
        return (regions, _) -> regions.stream()
                .map(region -> Optional.ofNullable(verdicts.get(region))
                        .orElseThrow(() -> new HoldfastException(ErrorCode.COMPONENT_UNKNOWN, region)))
                .toList();
    }

    @Override
    public Intentions intentions() {
        return new Intentions() {
            @Override
            public void intend(String component, String value) {
                intentions.put(component, new Intention(component, value, FakeSite.NOW));
            }

            @Override
            public Optional<Intention> intended(String component) {
                return Optional.ofNullable(intentions.get(component));
            }
        };
    }
}
