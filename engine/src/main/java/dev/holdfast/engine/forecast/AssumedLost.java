package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.NodeSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A site as it would be if one region were lost this moment: nothing of it answers, the detection is sure, and everything else is as
 * it really is. For reading only: nothing has effects here. The traffic of its load balancers can still be read, for that is what
 * would have to go elsewhere.
 *
 * @param primaries how the primaries in that region were right before, by database
 */
public record AssumedLost(Site site, String region, Map<String, PrimarySighting> primaries) implements ForwardingSite {
    public AssumedLost {
        primaries = Map.copyOf(primaries);
    }

    @Override
    public RegionExaminer regions() {
        return (examined, limit) -> site.regions().examine(examined, limit).stream()
                .map(verdict -> verdict.region().equals(region)
                        ? new RegionVerdict.Unreachable(region, List.of(), "that is assumed")
                        : verdict)
                .toList();
    }

    @Override
    public DatabaseBinding database(String name) {
        DatabaseBinding real = site.database(name);
        Set<String> dead = real.cluster().spec().nodes().stream()
                .filter(node -> node.region().equals(region))
                .map(NodeSpec::name)
                .collect(Collectors.toUnmodifiableSet());
        DatabaseCluster bereaved = new BereavedCluster(real.cluster(), dead);
        return new DatabaseBinding(bereaved, real.rejoin(), real.contents(), real.probes());
    }

    @Override
    public LoadBalancer balancer(String name) {
        LoadBalancer real = site.balancer(name);
        return new BereavedBalancer(real, real.spec().region().equals(region));
    }

    @Override
    public Workloads workloads(String deployment) {
        return new BereavedWorkloads(site.workloads(deployment), region);
    }

    @Override
    public DnsZone dns(String name) {
        return new BereavedZone(site.dns(name), region);
    }

    @Override
    public PrimaryExaminer examiner() {
        return (database, limit) -> primaries.containsKey(database)
                ? new Verdict.Down(List.of(), Verdict.Cause.SILENT, "that is assumed")
                : site.examiner().examine(database, limit);
    }

    @Override
    public PrimaryMemory memory() {
        return new PrimaryMemory() {
            @Override
            public void remember(PrimarySighting other) {}

            @Override
            public Optional<PrimarySighting> lastSighting(String database) {
                return Optional.ofNullable(primaries.get(database))
                        .or(() -> site.memory().lastSighting(database));
            }
        };
    }

    @Override
    public Intentions intentions() {
        return new Intentions() {
            @Override
            public void intend(String component, String value) {
                throw NoEffects.refuse();
            }

            @Override
            public Optional<Intention> intended(String component) {
                return site.intentions().intended(component);
            }
        };
    }
}
