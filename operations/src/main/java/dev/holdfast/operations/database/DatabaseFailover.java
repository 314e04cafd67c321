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
import java.time.Duration;
import java.util.Optional;

/**
 * Moves a database to another server, from the fence to the clients: after a failure, or with a primary that lives.
 *
 * <p>It always asks for a confirmation, and shows every change and the loss before.
 */
public final class DatabaseFailover implements Operation<DatabaseFailover.Parameters> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where to. */
    public record Parameters(
            @Parameter(value = "the server to make primary; without it, the best standby", placeholder = "SERVER")
            Optional<String> target,

            @Parameter(value = "the loss that is accepted, exactly as it was shown", placeholder = "FIGURE")
            Optional<String> acceptDataLoss,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.failover",
                "database-failover",
                "Fences the primary, promotes a standby, and leads every client to it",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        return switch (move(parameters, execution).assess(parameters.target())) {
            case Assessment.Refused refused -> refused;
            case Assessment.Actionable actionable -> new Assessment.Actionable(toConfirm(actionable.plan()));
            case Assessment.Satisfied satisfied ->
                new Assessment.Satisfied(
                        satisfied.evidence() + "; name another server with --target to move it", satisfied.outputs());
        };
    }

    private static Plan toConfirm(Plan plan) {
        String warning = plan.facts().containsKey("promote")
                ? "the database moves to " + plan.fact("target")
                : "clients are led to another server";
        return plan.needsConfirmation() ? plan : new Plan(plan.summary(), plan.changes(), warning, plan.facts());
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        keeping(parameters, execution).after(() -> move(parameters, execution).perform(plan));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return keeping(parameters, execution).proof(move(parameters, execution).prove(parameters.target(), PATIENCE));
    }

    private static Keeping keeping(Parameters parameters, Execution execution) {
        return Keeping.endpoints(execution, execution.site().topology().database(parameters.database()));
    }

    private static DatabaseMove move(Parameters parameters, Execution execution) {
        DatabaseSpec spec = execution.site().topology().database(parameters.database());
        return new DatabaseMove(
                execution, spec, ServiceProof.deployments(execution, spec), parameters.acceptDataLoss());
    }
}
