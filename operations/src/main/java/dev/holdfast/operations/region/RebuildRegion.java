package dev.holdfast.operations.region;

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
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.RebuildDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes every database server of a region a streaming standby again, unless it is one or the primary. */
public final class RebuildRegion implements Operation<RebuildRegion.Parameters> {

    /** Which region. */
    public record Parameters(
            @Parameter(value = "the region whose database servers take part again", placeholder = "REGION")
            String region,

            @Parameter("go on when the writes that only a server there has can't be saved")
            boolean discardDivergence) {}

    private final RebuildDatabase rebuild = new RebuildDatabase();

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.rebuild",
                "rebuild-region",
                "Makes every database server of a region a streaming standby again, after its own writes were saved",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        execution.site().topology().region(parameters.region());
        List<String> evidence = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        for (RebuildDatabase.Parameters server : servers(parameters, execution)) {
            switch (rebuild.assess(server, execution)) {
                case Assessment.Refused refused -> {
                    return refused;
                }
                case Assessment.Satisfied satisfied -> evidence.add(satisfied.evidence());
                case Assessment.Actionable actionable -> plans.add(actionable.plan());
            }
        }
        return plans.isEmpty()
                ? new Assessment.Satisfied(
                        evidence.isEmpty()
                                ? "no server in %s needs to be rebuilt".formatted(parameters.region())
                                : String.join("; ", evidence),
                        Map.of())
                : new Assessment.Actionable(together(parameters.region(), plans));
    }

    /** The servers of the region that are not the primary. */
    private static List<RebuildDatabase.Parameters> servers(Parameters parameters, Execution execution) {
        return execution.site().topology().databases().stream()
                .flatMap(spec -> servers(spec, parameters, execution).stream())
                .toList();
    }

    private static List<RebuildDatabase.Parameters> servers(
            DatabaseSpec spec, Parameters parameters, Execution execution) {
        Optional<String> primary =
                ClusterLook.at(execution, spec).currentPrimary().map(NodeState.Primary::node);
        return spec.nodes().stream()
                .filter(node -> node.region().equals(parameters.region()))
                .filter(node -> primary.filter(node.name()::equals).isEmpty())
                .map(node -> new RebuildDatabase.Parameters(
                        Optional.empty(), node.name(), parameters.discardDivergence(), Optional.of(spec.name())))
                .toList();
    }

    private static Plan together(String region, List<Plan> plans) {
        return new Plan(
                "rebuild the database servers of " + region,
                plans.stream().flatMap(plan -> plan.changes().stream()).toList(),
                String.join(
                        "; ",
                        plans.stream()
                                .filter(Plan::needsConfirmation)
                                .map(Plan::confirmation)
                                .toList()),
                Map.of("region", region));
    }

    /** One after another: each is a load on the primary. */
    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        for (RebuildDatabase.Parameters server : servers(parameters, execution)) {
            switch (rebuild.assess(server, execution)) {
                case Assessment.Refused refused ->
                    throw new HoldfastException(refused.code(), refused.reason(), refused.nextMove(), null);
                case Assessment.Satisfied satisfied -> execution.note(satisfied.evidence());
                case Assessment.Actionable actionable -> rebuild(server, actionable.plan(), plan, execution);
            }
        }
    }

    /** What came to life since this was confirmed is confirmed anew. */
    private void rebuild(RebuildDatabase.Parameters server, Plan own, Plan confirmed, Execution execution) {
        if (own.needsConfirmation() && !confirmed.needsConfirmation()) {
            throw new HoldfastException(ErrorCode.CONFIRMATION_MISSING, own.confirmation());
        }
        rebuild.perform(server, own, execution);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        List<String> evidence = new ArrayList<>();
        for (RebuildDatabase.Parameters server : servers(parameters, execution)) {
            switch (rebuild.prove(server, execution)) {
                case Proof.Holds holds -> evidence.add(holds.evidence());
                case Proof.Fails fails -> {
                    return fails;
                }
                case Proof.Unknown unknown -> {
                    return unknown;
                }
            }
        }
        return new Proof.Holds(
                evidence.isEmpty()
                        ? "%s holds nothing but primaries".formatted(parameters.region())
                        : String.join("; ", evidence),
                Map.of());
    }
}
