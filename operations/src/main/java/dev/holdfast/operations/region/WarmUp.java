package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests through the entrance of a region before clients come back to it: it has grown cold. */
final class WarmUp {
    private static final int REQUESTS = 30;
    /** The last of them must all be served. */
    private static final int MUST_SERVE = 10;

    private static final Duration TIME = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Execution execution;

    WarmUp(Execution execution) {
        this.execution = execution;
    }

    void run(String region, DeploymentSpec deployment) {
        Workloads workloads = execution.site().workloads(deployment.name());
        Tempo tempo = Tempo.current();
        long end = tempo.nanoTime() + execution.limit(TIME).toNanos();
        List<ClientRequest> requests = new ArrayList<>();
        while (requests.size() < REQUESTS && (requests.size() < MUST_SERVE || tempo.nanoTime() < end)) {
            requests.add(workloads.requestAsClient(region, execution.limit(LIMIT)));
        }
        List<ClientRequest> last = requests.subList(requests.size() - MUST_SERVE, requests.size());
        last.stream().filter(request -> !request.served()).findFirst().ifPresent(failed -> {
            throw new HoldfastException(
                    ErrorCode.SERVICE_NOT_SERVING,
                    "%s is not warm: %s, so nobody was led there".formatted(region, failed.detail()));
        });
        execution.note("warmed %s up with %d requests to %s: the first took %d ms, the last %d ms"
                .formatted(
                        region,
                        requests.size(),
                        deployment.name(),
                        requests.getFirst().took().toMillis(),
                        requests.getLast().took().toMillis()));
    }
}
