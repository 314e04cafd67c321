package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.ImmediateCheck;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.database.LossEstimate;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses the standby to promote, and says what each of them would lose. */
public final class SelectBestReplica implements ImmediateCheck<SelectBestReplica.Parameters> {

    /** What to choose from. */
    public record Parameters(
            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.select-replica",
                "select-best-replica",
                "Chooses the standby that loses least if it is promoted now",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        Situation situation = ClusterLook.at(execution, spec);
        CandidateRule candidates =
                new CandidateRule(situation, execution.site().topology().regions());
        List<NodeState.Standby> ranked = candidates.ranked();
        if (ranked.isEmpty()) {
            return new Proof.Fails(
                    ErrorCode.NO_CANDIDATE, "no standby of %s: %s".formatted(spec.name(), candidates.exclusions()));
        }
        LossRule losses = new LossRule(situation, candidates);
        LossEstimate loss = losses.estimate(ranked.getFirst());
        String evidence = ranked.stream()
                .map(standby -> described(standby, losses.estimate(standby)))
                .collect(Collectors.joining("; "));
        return new Proof.Holds(
                "%s. Not possible: %s".formatted(evidence, candidates.exclusions()),
                Map.of(
                        "replica", loss.candidate(),
                        "loss", loss.figure(),
                        "loss-bytes", String.valueOf(loss.bytes()),
                        "loss-transactions", String.valueOf(loss.transactions()),
                        "loss-reason", loss.reason()));
    }

    private static String described(NodeState.Standby standby, LossEstimate loss) {
        return "%s: received %s%s, would lose %s (%d bytes, about %d transactions; %s)"
                .formatted(
                        standby.node(),
                        standby.received(),
                        standby.replayPaused() ? ", replay paused" : "",
                        loss.figure(),
                        loss.bytes(),
                        loss.transactions(),
                        loss.reason());
    }
}
