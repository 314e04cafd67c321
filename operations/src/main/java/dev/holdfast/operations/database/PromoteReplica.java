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
import java.util.Optional;

/**
 * Makes a standby the primary: after a failure of the old one, which is fenced first; or, when that lives and it is confirmed,
 * by shutting it down in good order.
 */
public final class PromoteReplica implements Operation<PromoteReplica.Parameters> {

    /** Whom to promote. */
    public record Parameters(
            @Parameter(value = "the standby to promote; without it, the best one", placeholder = "SERVER")
            Optional<String> replica,

            @Parameter(value = "the loss that is accepted, exactly as it was shown", placeholder = "FIGURE")
            Optional<String> acceptDataLoss,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.promote",
                "promote-replica",
                "Makes a standby the primary, once the old primary is proven unable to acknowledge writes",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        return promotion(parameters, execution).assess(parameters.replica(), ClusterLook.at(execution, spec));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        promotion(parameters, execution).perform(plan);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return PrimaryHealth.prove(execution, spec(parameters, execution), parameters.replica());
    }

    private static Promotion promotion(Parameters parameters, Execution execution) {
        return new Promotion(execution, spec(parameters, execution), parameters.acceptDataLoss());
    }

    private static DatabaseSpec spec(Parameters parameters, Execution execution) {
        return execution.site().topology().database(parameters.database());
    }
}
