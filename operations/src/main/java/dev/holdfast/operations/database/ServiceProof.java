package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Waiting;
import dev.holdfast.operations.deployment.ClientPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Proves that a database serves again: one primary, its commits confirmed, the endpoints right, and clients served. */
public final class ServiceProof {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Execution execution;
    private final DatabaseSpec spec;
    private final List<DeploymentSpec> deployments;

    public ServiceProof(Execution execution, DatabaseSpec spec) {
        this(execution, spec, deployments(execution, spec));
    }

    /** Of these deployments alone clients must be served, at the entrances that they have. */
    ServiceProof(Execution execution, DatabaseSpec spec, List<DeploymentSpec> deployments) {
        this.execution = execution;
        this.spec = spec;
        this.deployments = List.copyOf(deployments);
    }

    /**
     * Looks until it is so, or the patience is over.
     *
     * @param primary which server must be the primary, if that matters
     */
    public Proof prove(Optional<String> primary, Duration patience) {
        return switch (PrimaryHealth.prove(execution, spec, primary)) {
            case Proof.Holds holds -> proveEndpoints(holds, primary, patience);
            case Proof.Fails fails -> fails;
            case Proof.Unknown unknown -> unknown;
        };
    }

    private Proof proveEndpoints(Proof.Holds database, Optional<String> primary, Duration patience) {
        return switch (new EndpointRouting(execution, spec).prove(primary)) {
            case Proof.Holds holds ->
                proveClients(
                        new Proof.Holds(database.evidence() + "; " + holds.evidence(), database.outputs()), patience);
            case Proof.Fails fails -> fails;
            case Proof.Unknown unknown -> unknown;
        };
    }

    private Proof proveClients(Proof.Holds before, Duration patience) {
        ClientPath path = new ClientPath(execution);
        Optional<List<ClientRequest>> served = Waiting.forResult(
                execution.limit(patience),
                POLL,
                () -> Optional.of(path.requests(deployments))
                        .filter(requests -> ClientPath.faults(requests).isEmpty()));
        return served.<Proof>map(requests ->
                        new Proof.Holds(before.evidence() + "; " + ClientPath.evidence(requests), before.outputs()))
                .orElseGet(() -> new Proof.Fails(
                        ErrorCode.SERVICE_NOT_SERVING,
                        String.join("; ", ClientPath.faults(path.requests(deployments)))));
    }

    /** The deployments that use a database. */
    static List<DeploymentSpec> deployments(Execution execution, DatabaseSpec spec) {
        return execution.site().topology().deployments().stream()
                .filter(deployment ->
                        deployment.database().filter(spec.name()::equals).isPresent())
                .toList();
    }
}
