package dev.holdfast.model.topology;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that exists, as one file says it.
 *
 * @param name what people call this installation
 * @param regions in the order of the file
 * @param hosts machines on which commands can be run
 * @param databases replicated database clusters
 * @param balancers load balancers, at least one for each region that serves clients
 * @param deployments the applications
 * @param channels ways to tell people something
 * @param dns the names under which clients find the deployments
 * @param regionalData what each region has of its own
 */
public record Topology(
        String name,
        List<RegionSpec> regions,
        List<HostSpec> hosts,
        List<DatabaseSpec> databases,
        List<BalancerSpec> balancers,
        List<DeploymentSpec> deployments,
        List<ChannelSpec> channels,
        List<DnsSpec> dns,
        List<RegionalDataSpec> regionalData) {

    public Topology {
        regions = List.copyOf(regions);
        hosts = List.copyOf(hosts);
        databases = List.copyOf(databases);
        balancers = List.copyOf(balancers);
        deployments = List.copyOf(deployments);
        channels = List.copyOf(channels);
        dns = List.copyOf(dns);
        regionalData = List.copyOf(regionalData);
    }

    /** One without DNS and without data of regions. */
    public Topology(
            String name,
            List<RegionSpec> regions,
            List<HostSpec> hosts,
            List<DatabaseSpec> databases,
            List<BalancerSpec> balancers,
            List<DeploymentSpec> deployments,
            List<ChannelSpec> channels) {
        this(name, regions, hosts, databases, balancers, deployments, channels, List.of(), List.of());
    }

    /** The database of that name; without a name the only one. */
    public DatabaseSpec database(Optional<String> wanted) {
        return pick("database", databases, DatabaseSpec::name, wanted);
    }

    /** The deployment of that name; without a name the only one that clients come in at, or the only one. */
    public DeploymentSpec deployment(Optional<String> wanted) {
        return wanted.isEmpty() && entered().size() == 1
                ? entered().getFirst()
                : pick("deployment", deployments, DeploymentSpec::name, wanted);
    }

    private List<DeploymentSpec> entered() {
        return deployments.stream()
                .filter(deployment -> !deployment.entrances().isEmpty())
                .toList();
    }

    /** The DNS name of that name; without a name the only one. */
    public DnsSpec dns(Optional<String> wanted) {
        return pick("DNS name", dns, DnsSpec::name, wanted);
    }

    public RegionalDataSpec regionalData(String wanted) {
        return pick("regional data", regionalData, RegionalDataSpec::name, Optional.of(wanted));
    }

    public BalancerSpec balancer(String wanted) {
        return pick("load balancer", balancers, BalancerSpec::name, Optional.of(wanted));
    }

    public HostSpec host(String wanted) {
        return pick("host", hosts, HostSpec::name, Optional.of(wanted));
    }

    public RegionSpec region(String wanted) {
        return pick("region", regions, RegionSpec::name, Optional.of(wanted));
    }

    private static <T> T pick(String kind, List<T> all, Function<T, String> name, Optional<String> wanted) {
        if (wanted.isEmpty() && all.size() == 1) {
            return all.getFirst();
        }
        String asked = wanted.orElseThrow(() -> new HoldfastException(
                ErrorCode.COMPONENT_UNKNOWN,
                "%s not named, and the topology has %s".formatted(kind, names(all, name))));
        // A loop: a large runbook asks a large topology a hundred thousand times.
        for (T one : all) {
            if (name.apply(one).equals(asked)) {
                return one;
            }
        }
        throw new HoldfastException(
                ErrorCode.COMPONENT_UNKNOWN, "%s '%s'; the topology has %s".formatted(kind, asked, names(all, name)));
    }

    private static <T> List<String> names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).toList();
    }
}
