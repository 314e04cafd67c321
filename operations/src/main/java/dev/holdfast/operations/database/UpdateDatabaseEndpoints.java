package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.Optional;

/** Leads every writer endpoint to the primary, and every reader endpoint to its standbys. */
public final class UpdateDatabaseEndpoints implements Operation<UpdateDatabaseEndpoints.Parameters> {

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
        return routing(parameters, execution).assess(parameters.newPrimary());
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        routing(parameters, execution).perform(plan);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return routing(parameters, execution).prove(parameters.newPrimary());
    }

    private static EndpointRouting routing(Parameters parameters, Execution execution) {
        return new EndpointRouting(execution, execution.site().topology().database(parameters.database()));
    }
}
