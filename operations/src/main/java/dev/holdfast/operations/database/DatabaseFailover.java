package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.deployment.ApplicationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        DatabaseSpec spec = spec(parameters, execution);
        Assessment promotion =
                promotion(parameters, execution).assess(parameters.target(), ClusterLook.at(execution, spec));
        return switch (promotion) {
            case Assessment.Refused refused -> refused;
            case Assessment.Actionable actionable -> new Assessment.Actionable(completed(actionable.plan()));
            case Assessment.Satisfied satisfied -> assessEndpoints(satisfied, spec, execution);
        };
    }

    private static Plan completed(Plan promotion) {
        String target = promotion.fact("target");
        List<String> changes = new ArrayList<>(promotion.changes());
        changes.add("lead every writer endpoint to %s, every reader endpoint to its standbys".formatted(target));
        changes.add("point every application instance at " + target);
        changes.add("prove it by a write through the clients' own path in every region");
        String confirmation =
                promotion.needsConfirmation() ? promotion.confirmation() : "the database moves to %s".formatted(target);
        return new Plan(
                "fail over: " + promotion.summary(), changes, confirmation, with(promotion.facts(), "promote", "true"));
    }

    private static Assessment assessEndpoints(Assessment.Satisfied promotion, DatabaseSpec spec, Execution execution) {
        return switch (new EndpointRouting(execution, spec).assess(Optional.empty())) {
            case Assessment.Refused refused -> refused;
            case Assessment.Satisfied satisfied ->
                new Assessment.Satisfied(
                        "%s; %s; name another server with --target to move it"
                                .formatted(promotion.evidence(), satisfied.evidence()),
                        promotion.outputs());
            case Assessment.Actionable actionable ->
                new Assessment.Actionable(new Plan(
                        actionable.plan().summary(),
                        actionable.plan().changes(),
                        "clients are led to another server",
                        with(
                                actionable.plan().facts(),
                                "target",
                                actionable.plan().fact("primary"))));
        };
    }

    private static Map<String, String> with(Map<String, String> facts, String name, String value) {
        Map<String, String> more = new HashMap<>(facts);
        more.put(name, value);
        return more;
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        if (plan.facts().containsKey("promote")) {
            promotion(parameters, execution).perform(plan);
        }
        lead(execution, spec, plan.fact("target"));
        for (DeploymentSpec deployment : ServiceProof.deployments(execution, spec)) {
            configure(execution, deployment, plan.fact("target"));
        }
    }

    /** Leads the endpoints to a server. */
    static void lead(Execution execution, DatabaseSpec spec, String primary) {
        EndpointRouting routing = new EndpointRouting(execution, spec);
        switch (routing.assess(Optional.of(primary))) {
            case Assessment.Refused refused ->
                throw new HoldfastException(refused.code(), refused.reason(), refused.nextMove(), null);
            case Assessment.Actionable actionable -> routing.perform(actionable.plan());
            case Assessment.Satisfied _ -> execution.note("the endpoints lead to %s already".formatted(primary));
        }
    }

    /** An instance that can't be reached does not keep the others from being served, so it is told and not waited for. */
    private static void configure(Execution execution, DeploymentSpec deployment, String primary) {
        new ApplicationSettings(execution, deployment)
                .apply(primary)
                .forEach(attempt -> attempt.failure()
                        .ifPresent(failure ->
                                execution.note("%s is not set to %s yet, run `holdfast update-app-configs`: %s"
                                        .formatted(attempt.target().name(), primary, failure.attempted()))));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return new ServiceProof(execution, spec(parameters, execution)).prove(parameters.target(), PATIENCE);
    }

    private static Promotion promotion(Parameters parameters, Execution execution) {
        return new Promotion(execution, spec(parameters, execution), parameters.acceptDataLoss());
    }

    private static DatabaseSpec spec(Parameters parameters, Execution execution) {
        return execution.site().topology().database(parameters.database());
    }
}
