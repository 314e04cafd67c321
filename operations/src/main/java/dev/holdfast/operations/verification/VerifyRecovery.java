package dev.holdfast.operations.verification;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.ServiceProof;
import dev.holdfast.operations.database.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies that a recovery is complete: one primary, its commits confirmed, the endpoints right, clients served in every region.
 *
 * <p>Recovered means that the service is back. Redundancy that is still missing is told, and does not make it fail.
 */
public final class VerifyRecovery implements Check<VerifyRecovery.Parameters> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What to verify. */
    public record Parameters(
            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "verification.recovery",
                "verify-recovery",
                "Verifies that one primary serves, its commits are confirmed, and clients are served in every region",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        return switch (new ServiceProof(execution, spec).prove(Optional.empty(), PATIENCE)) {
            case Proof.Holds holds -> completed(holds, ClusterLook.at(execution, spec));
            case Proof.Fails fails -> fails;
            case Proof.Unknown unknown -> unknown;
        };
    }

    private static Proof completed(Proof.Holds holds, Situation situation) {
        String primary = situation.currentPrimary().map(NodeState.Primary::node).orElse("");
        List<String> missing = situation.spec().nodeNames().stream()
                .filter(node -> !node.equals(primary) && !situation.streamsFrom(primary, node))
                .toList();
        String remark = missing.isEmpty()
                ? "all %d servers take part".formatted(situation.spec().nodes().size())
                : "redundancy is still missing: %s must be rebuilt".formatted(missing);
        return new Proof.Holds(
                "%s; %s; %s".formatted(holds.evidence(), remark, exposure(situation)),
                Map.of("degraded", String.join(",", missing)));
    }

    /** What the next failure would cost: how far the standbys are behind, and whether commits wait for them. */
    private static String exposure(Situation situation) {
        return situation
                .currentPrimary()
                .map(primary -> {
                    long behind = situation.state().standbys().stream()
                            .mapToLong(standby -> primary.written().minus(standby.received()))
                            .min()
                            .orElse(0);
                    return "RPO now: commits wait for %d of %s, the nearest standby is %d bytes behind, objective %d s"
                            .formatted(
                                    primary.sync().required(),
                                    primary.sync().members(),
                                    Math.max(0, behind),
                                    situation.spec().objective().rpo().toSeconds());
                })
                .orElse("RPO now: unknown");
    }
}
