package dev.holdfast.operations.verification;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.spi.DatabaseContents;
import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Verifies that the primary and its standbys hold the same data, read at one point of the log. */
public final class VerifyDataConsistency implements Check<VerifyDataConsistency.Parameters> {
    /** Writers wait for so long at most while the point is agreed on: less than what a client notices. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    /** How to compare. */
    public record Parameters(
            @Parameter("compare every row by checksum, not only the number of rows")
            boolean compareChecksums,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "verification.data-consistency",
                "verify-data-consistency",
                "Compares every table of the primary and its standbys at one point of the log",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        Situation situation = ClusterLook.at(execution, spec);
        Optional<String> primary = situation.currentPrimary().map(NodeState.Primary::node);
        if (primary.isEmpty()) {
            return new Proof.Fails(ErrorCode.PRIMARY_MISSING, "no server of %s accepts writes".formatted(spec.name()));
        }
        List<String> standbys = situation.state().standbys().stream()
                .map(NodeState.Standby::node)
                .filter(standby -> situation.streamsFrom(primary.get(), standby))
                .toList();
        if (standbys.isEmpty()) {
            return new Proof.Fails(
                    ErrorCode.DATA_NOT_COMPARABLE, "no standby streams from %s".formatted(primary.get()));
        }
        return compare(parameters, execution, situation, primary.get(), standbys);
    }

    private static Proof compare(
            Parameters parameters, Execution execution, Situation situation, String primary, List<String> standbys) {
        DatabaseContents contents =
                execution.site().database(situation.spec().name()).contents();
        try {
            Comparison comparison = contents.compare(
                    primary, standbys, parameters.compareChecksums(), LONGEST_PAUSE, execution.remaining());
            return verdict(comparison, primary, notCompared(situation, primary, standbys));
        } catch (HoldfastException e) {
            return new Proof.Fails(e.code(), e.attempted());
        }
    }

    private static List<String> notCompared(Situation situation, String primary, List<String> standbys) {
        return situation.spec().nodeNames().stream()
                .filter(node -> !node.equals(primary) && !standbys.contains(node))
                .toList();
    }

    private static Proof verdict(Comparison comparison, String primary, List<String> notCompared) {
        if (!comparison.differences().isEmpty()) {
            return new Proof.Fails(
                    ErrorCode.DATA_DIVERGES,
                    comparison.differences().stream()
                            .map(VerifyDataConsistency::described)
                            .collect(Collectors.joining("; ")));
        }
        String left = notCompared.isEmpty() ? "" : "; not compared, as they do not stream from it: " + notCompared;
        return new Proof.Holds(
                "%d tables with %d rows of %s are the same on %s at %s (writers waited %d ms)%s"
                        .formatted(
                                comparison.tables(),
                                comparison.rows(),
                                primary,
                                comparison.standbys(),
                                comparison.at(),
                                comparison.paused().toMillis(),
                                left),
                Map.of("compared", String.join(",", comparison.standbys())));
    }

    private static String described(Comparison.Difference difference) {
        return "%s: table %s, %s: %d rows instead of %d"
                .formatted(
                        difference.standby(),
                        difference.table(),
                        difference.range(),
                        difference.standbyRows(),
                        difference.primaryRows());
    }
}
