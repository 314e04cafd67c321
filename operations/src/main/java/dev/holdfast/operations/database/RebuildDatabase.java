package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.balancer.Keeping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a server that has left the cluster's history a streaming standby again. The writes that only it has are saved before,
 * in a file that people can read.
 */
public final class RebuildDatabase implements Operation<RebuildDatabase.Parameters> {

    /** What to rebuild from what. */
    public record Parameters(
            @Parameter(value = "the primary; without it, whichever server is", placeholder = "SERVER")
            Optional<String> source,

            @Parameter(value = "the server to rebuild, or old-primary", placeholder = "SERVER")
            String target,

            @Parameter("go on when the writes that only the target has can't be saved")
            boolean discardDivergence,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.rebuild",
                "rebuild-database",
                "Makes a failed primary a standby again, after the writes that only it has were saved",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        Situation situation = ClusterLook.patiently(execution, spec);
        Optional<NodeState.Primary> current = situation.currentPrimary();
        if (current.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.PRIMARY_MISSING, "no server of %s accepts writes".formatted(spec.name()));
        }
        String source = current.get().node();
        String named = parameters.source().map(name -> spec.node(name).name()).orElse(source);
        if (!named.equals(source)) {
            return new Assessment.Refused(
                    ErrorCode.ROLE_MISMATCH, "the source %s is not the primary, %s is".formatted(named, source));
        }
        Optional<String> target = target(parameters, source, situation, execution);
        if (target.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.COMPONENT_UNKNOWN,
                    "it is not known which server was primary before %s".formatted(source),
                    "name it with --target; database %s has %s".formatted(spec.name(), spec.nodeNames()));
        }
        return assess(current.get(), target.get(), situation, execution);
    }

    private static Assessment assess(
            NodeState.Primary source, String target, Situation situation, Execution execution) {
        if (target.equals(source.node())) {
            return new Assessment.Refused(
                    ErrorCode.ROLE_MISMATCH, "%s is the primary that clients write to".formatted(target));
        }
        NodeState state = situation.node(target);
        if (state instanceof NodeState.Primary other
                && other.identity().timeline() == source.identity().timeline()) {
            return new Assessment.Refused(
                    ErrorCode.TWO_PRIMARIES,
                    "%s and %s are both primary of timeline %d: it can't be told which one clients wrote to"
                            .formatted(source.node(), target, source.identity().timeline()));
        }
        if (!situation.streamsFrom(source.node(), target)) {
            return new Assessment.Actionable(plan(source, target, situation));
        }
        List<String> readers = EndpointRouting.readers(source.node(), situation);
        List<String> faults =
                Endpoints.faults(new Endpoints(execution, situation.spec()).read(), source.node(), readers);
        return faults.isEmpty()
                ? new Assessment.Satisfied(
                        "%s streams from %s and serves readers".formatted(target, source.node()), Map.of())
                : new Assessment.Actionable(Plan.harmless(
                        "let readers in to %s, which streams from %s".formatted(target, source.node()),
                        faults,
                        Map.of("source", source.node(), "target", target)));
    }

    private static Plan plan(NodeState.Primary source, String target, Situation situation) {
        NodeState state = situation.node(target);
        List<String> changes = new ArrayList<>();
        if (!(state instanceof NodeState.Unreachable)) {
            changes.add("stop %s".formatted(target));
        }
        changes.add("save the writes that only %s has".formatted(target));
        changes.add("make %s a standby of %s (system %s, timeline %d); everything that only %s has is gone then"
                .formatted(
                        target,
                        source.node(),
                        source.identity().system(),
                        source.identity().timeline(),
                        target));
        changes.add("let readers in to " + target);
        String confirmation = switch (state) {
            case NodeState.Primary old ->
                FenceRule.holds(FenceRule.proof(target, situation))
                        ? ""
                        : "%s is alive as primary of timeline %d, could acknowledge writes, and is stopped"
                                .formatted(target, old.identity().timeline());
            case NodeState.Standby standby ->
                standby.upstream().receiving() ? "%s is a standby at work".formatted(target) : "";
            case NodeState.Answering _, NodeState.Unreachable _ -> "";
        };
        return new Plan(
                "rebuild %s as a standby of %s".formatted(target, source.node()),
                changes,
                confirmation,
                Map.of("source", source.node(), "target", target));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        String source = plan.fact("source");
        String target = plan.fact("target");
        Situation situation = ClusterLook.patiently(execution, spec);
        if (!situation.isCurrentPrimary(source) || situation.isCurrentPrimary(target)) {
            throw new HoldfastException(ErrorCode.ROLE_MISMATCH, "%s is not the primary any more".formatted(source));
        }
        int timeline = situation.newestTimeline();
        if (!situation.streamsFrom(source, target)) {
            new Rebuilding(execution, spec, source, target, timeline).run(parameters.discardDivergence());
        }
        Keeping.endpoints(execution, spec).after(() -> DatabaseMove.lead(execution, spec, source));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        Situation situation = ClusterLook.patiently(execution, spec);
        Optional<String> source = situation.currentPrimary().map(NodeState.Primary::node);
        Optional<String> target = source.flatMap(name -> target(parameters, name, situation, execution));
        if (source.isEmpty() || target.isEmpty()) {
            return new Proof.Fails(ErrorCode.PRIMARY_MISSING, "no server of %s accepts writes".formatted(spec.name()));
        }
        Rebuilding rebuilding = new Rebuilding(execution, spec, source.get(), target.get(), situation.newestTimeline());
        if (!rebuilding.hasCaughtUp()) {
            return new Proof.Fails(
                    ErrorCode.REPLICATION_NOT_FOLLOWING,
                    "%s does not stream from %s, or has not caught up".formatted(target.get(), source.get()));
        }
        return switch (new EndpointRouting(execution, spec).prove(source)) {
            case Proof.Holds holds -> proven(rebuilding, holds, source.get(), target.get());
            case Proof.Fails fails -> fails;
            case Proof.Unknown unknown -> unknown;
        };
    }

    private static Proof proven(Rebuilding rebuilding, Proof.Holds endpoints, String source, String target) {
        Map<String, String> outputs = new HashMap<>(Map.of("rebuilt", target));
        String saved = rebuilding
                .capturedWrites()
                .map(captured -> {
                    outputs.put("divergence-file", captured.file());
                    outputs.put("divergence-rows", String.valueOf(captured.rows()));
                    return "%d rows that only it had are in %s".formatted(captured.rows(), captured.file());
                })
                .orElse("it had no write of its own");
        return new Proof.Holds(
                "%s streams from %s and has caught up; %s; %s".formatted(target, source, saved, endpoints.evidence()),
                outputs);
    }

    private static Optional<String> target(
            Parameters parameters, String source, Situation situation, Execution execution) {
        if (!parameters.target().equals(RebuildTarget.OLD_PRIMARY)) {
            return Optional.of(situation.spec().node(parameters.target()).name());
        }
        return RebuildTarget.oldPrimary(
                source,
                situation,
                execution.site().restorePoints().all(situation.spec().name()));
    }

    private static DatabaseSpec spec(Parameters parameters, Execution execution) {
        return execution.site().topology().database(parameters.database());
    }
}
