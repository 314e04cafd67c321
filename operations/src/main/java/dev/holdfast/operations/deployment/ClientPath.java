package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The way that clients take to a deployment: a write that is read back, in every region at the same time. */
public final class ClientPath {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Execution execution;

    public ClientPath(Execution execution) {
        this.execution = execution;
    }

    /** One request in each region of each deployment. */
    public List<ClientRequest> requests(Collection<DeploymentSpec> deployments) {
        return deployments.stream()
                .flatMap(deployment -> requests(deployment).stream())
                .toList();
    }

    private List<ClientRequest> requests(DeploymentSpec deployment) {
        Workloads workloads = execution.site().workloads(deployment.name());
        List<String> regions = deployment.entrances().stream()
                .map(DeploymentSpec.Entrance::region)
                .toList();
        return Fanout.collect(regions, region -> workloads.requestAsClient(region, execution.limit(LIMIT)));
    }

    /** The requests that were not served: one sentence a region. */
    public static List<String> faults(List<ClientRequest> requests) {
        return requests.stream()
                .filter(request -> !request.served())
                .map(request -> "%s: %s".formatted(request.region(), request.detail()))
                .toList();
    }

    /** The requests, in a sentence for people. */
    public static String evidence(List<ClientRequest> requests) {
        return requests.stream()
                .map(request ->
                        "%s in %d ms".formatted(request.region(), request.took().toMillis()))
                .collect(Collectors.joining(", ", "a write was read back in ", ""));
    }
}
