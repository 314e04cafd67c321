package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.database.FenceProof;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.NodeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes sure that the old primary can't acknowledge a write any more, and proves it. */
public final class FencePrimary implements Operation<FencePrimary.Parameters> {
    private static final Duration PROCESS = Duration.ofSeconds(1);

    /** What to fence. */
    public record Parameters(
            @Parameter(value = "the server to fence; without it, the last primary", placeholder = "SERVER")
            Optional<String> node,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.fence",
                "fence-primary",
                "Makes sure that the old primary can't acknowledge a write any more",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        Situation situation = ClusterLook.at(execution, spec);
        Optional<String> node = target(parameters, situation);
        if (node.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.PRIMARY_MISSING, "it is not known which server was primary", "name it with --node");
        }
        FenceProof proof = FenceRule.proof(node.get(), situation);
        if (FenceRule.holds(proof) && isOutOfService(node.get(), situation, execution)) {
            return new Assessment.Satisfied(proof.text(), Map.of("fenced", node.get()));
        }
        return new Assessment.Actionable(plan(node.get(), situation, execution));
    }

    /** A server that still runs, or that clients are still sent to, is cut off completely although it can't acknowledge. */
    private static boolean isOutOfService(String node, Situation situation, Execution execution) {
        boolean serves = switch (situation.node(node)) {
            case NodeState.Standby _ -> false;
            case NodeState.Primary _, NodeState.Answering _ -> true;
            case NodeState.Unreachable _ ->
                Endpoints.anyServes(new Endpoints(execution, situation.spec()).read(), node);
        };
        return !serves;
    }

    private static Plan plan(String node, Situation situation, Execution execution) {
        NodeSpec server = situation.spec().node(node);
        List<String> listeners = situation.state().standbys().stream()
                .map(NodeState.Standby::node)
                .filter(standby -> !situation.isCutOffFrom(node, standby))
                .toList();
        return new Plan(
                "fence %s, %s".formatted(node, described(situation.node(node))),
                List.of(
                        "end every process of %s on host %s, and let it start as a standby only"
                                .formatted(node, server.host()),
                        "cut %s from every writer and reader endpoint".formatted(node),
                        "detach %s from %s".formatted(listeners, node)),
                Liveness.objection(execution, situation, node).orElse(""),
                Map.of("node", node));
    }

    private static String described(NodeState state) {
        return switch (state) {
            case NodeState.Primary primary ->
                "primary of system %s, timeline %d"
                        .formatted(
                                primary.identity().system(), primary.identity().timeline());
            case NodeState.Standby standby ->
                "standby of timeline " + standby.identity().timeline();
            case NodeState.Answering answering -> "which answers with " + answering.sqlState();
            case NodeState.Unreachable unreachable -> "which does not answer (%s)".formatted(unreachable.detail());
        };
    }

    private static Optional<String> target(Parameters parameters, Situation situation) {
        return parameters.node().map(name -> situation.spec().node(name).name()).or(situation::lastPrimary);
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        String node = plan.fact("node");
        Situation situation = ClusterLook.without(execution, spec, List.of(node));
        FenceProof proof = new Fence(execution, spec).apply(node, situation);
        execution.note(proof.text());
    }

    /** That the process is gone counts here: {@code perform} has just made sure that it can only come back as a standby. */
    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        Situation situation = ClusterLook.at(execution, spec);
        Optional<String> target = target(parameters, situation);
        if (target.isEmpty()) {
            return new Proof.Unknown("it is not known which server was primary");
        }
        String node = target.get();
        FenceProof proof = FenceRule.proof(node, situation);
        if (!FenceRule.holds(proof)) {
            proof = byProcess(node, proof, execution, spec);
        }
        return FenceRule.holds(proof)
                ? new Proof.Holds(proof.text(), Map.of("fenced", node))
                : new Proof.Fails(ErrorCode.FENCE_UNPROVEN, proof.text());
    }

    private static FenceProof byProcess(String node, FenceProof missing, Execution execution, DatabaseSpec spec) {
        ProcessState process = execution.site().database(spec.name()).cluster().process(node, execution.limit(PROCESS));
        return switch (process) {
            case ProcessState.Crashed _, ProcessState.Stopped _ -> new FenceProof.ProcessGone(node);
            case ProcessState.Running running ->
                new FenceProof.Missing(node, "%s; its host shows process %d".formatted(missing.text(), running.pid()));
            case ProcessState.Unknown unknown ->
                new FenceProof.Missing(
                        node, "%s; its host says nothing: %s".formatted(missing.text(), unknown.detail()));
        };
    }
}
