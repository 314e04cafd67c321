package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.balancer.Keeping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leads every writer endpoint to the primary, and every reader endpoint to its standbys; and makes that outlast a reload of the
 * load balancers, with what a fence or a promotion told them before, which had no time for it.
 */
public final class UpdateDatabaseEndpoints implements Operation<UpdateDatabaseEndpoints.Parameters> {
    private static final String KEEP_ONLY = "keep-only";

    /** Where to lead them. */
    public record Parameters(
            @Parameter(value = "the server that must be primary; without it, whichever is", placeholder = "SERVER")
            Optional<String> newPrimary,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.update-endpoints",
                "update-database-endpoints",
                "Leads every writer endpoint to the primary, and every reader endpoint to its standbys",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        LostBalancers lost = lost(parameters, execution);
        return switch (routing(lost, execution).assess(parameters.newPrimary())) {
            case Assessment.Satisfied satisfied ->
                assessKept(
                        new Assessment.Satisfied(satisfied.evidence() + lost.remark(), satisfied.outputs()),
                        keeping(lost, execution));
            case Assessment.Refused refused -> refused;
            case Assessment.Actionable actionable -> actionable;
        };
    }

    private static Assessment assessKept(Assessment.Satisfied satisfied, Keeping keeping) {
        List<String> undone = keeping.undone();
        return undone.isEmpty()
                ? satisfied
                : new Assessment.Actionable(Plan.harmless(
                        "keep what the load balancers were told, over a reload", undone, Map.of(KEEP_ONLY, "true")));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        LostBalancers lost = lost(parameters, execution);
        if (plan.facts().containsKey(KEEP_ONLY)) {
            keeping(lost, execution).keep();
            return;
        }
        keeping(lost, execution).after(() -> routing(lost, execution).perform(plan));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        LostBalancers lost = lost(parameters, execution);
        Proof proof = keeping(lost, execution).proof(routing(lost, execution).prove(parameters.newPrimary()));
        return proof instanceof Proof.Holds holds
                ? new Proof.Holds(holds.evidence() + lost.remark(), holds.outputs())
                : proof;
    }

    private static EndpointRouting routing(LostBalancers lost, Execution execution) {
        return new EndpointRouting(execution, lost.others());
    }

    private static Keeping keeping(LostBalancers lost, Execution execution) {
        return Keeping.endpoints(execution, lost.others());
    }

    private static LostBalancers lost(Parameters parameters, Execution execution) {
        return LostBalancers.look(execution, execution.site().topology().database(parameters.database()));
    }
}
