package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
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
        return switch (routing(parameters, execution).assess(parameters.newPrimary())) {
            case Assessment.Satisfied satisfied -> assessKept(satisfied, keeping(parameters, execution));
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
        if (plan.facts().containsKey(KEEP_ONLY)) {
            keeping(parameters, execution).keep();
            return;
        }
        keeping(parameters, execution)
                .after(() -> routing(parameters, execution).perform(plan));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return keeping(parameters, execution)
                .proof(routing(parameters, execution).prove(parameters.newPrimary()));
    }

    private static EndpointRouting routing(Parameters parameters, Execution execution) {
        return new EndpointRouting(execution, database(parameters, execution));
    }

    private static Keeping keeping(Parameters parameters, Execution execution) {
        return Keeping.endpoints(execution, database(parameters, execution));
    }

    private static DatabaseSpec database(Parameters parameters, Execution execution) {
        return execution.site().topology().database(parameters.database());
    }
}
