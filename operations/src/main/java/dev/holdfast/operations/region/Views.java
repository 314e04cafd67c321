package dev.holdfast.operations.region;

import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Parts of a topology as they are without a region, or in it alone. Pure. */
final class Views {
    private Views() {}

    /** The deployments that clients find under these names. */
    static List<DeploymentSpec> deployments(Topology topology, List<DnsSpec> names) {
        return names.stream()
                .map(DnsSpec::deployment)
                .distinct()
                .map(name -> topology.deployment(Optional.of(name)))
                .toList();
    }

    static DeploymentSpec only(String region, DeploymentSpec deployment) {
        return in(deployment, region::equals);
    }

    static DeploymentSpec without(String region, DeploymentSpec deployment) {
        return in(deployment, other -> !other.equals(region));
    }

    static DeploymentSpec in(DeploymentSpec deployment, Predicate<String> region) {
        return new DeploymentSpec(
                deployment.name(),
                deployment.driver(),
                deployment.backend(),
                deployment.database(),
                deployment.instances().stream()
                        .filter(instance -> region.test(instance.region()))
                        .toList(),
                deployment.entrances().stream()
                        .filter(entrance -> region.test(entrance.region()))
                        .toList(),
                deployment.capacity(),
                deployment.dependsOn(),
                deployment.settings());
    }
}
