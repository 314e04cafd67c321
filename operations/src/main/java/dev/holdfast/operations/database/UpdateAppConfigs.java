package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.balancer.Keeping;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.deployment.ApplicationSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Points the applications at the primary: the endpoints that they use, and the settings of every instance. */
public final class UpdateAppConfigs implements Operation<UpdateAppConfigs.Parameters> {

    /** What to update. */
    public record Parameters(
            @Parameter(value = "which deployment, when there are several", placeholder = "NAME")
            Optional<String> deployment) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.update-app-configs",
                "update-app-configs",
                "Points the endpoints and the settings of every application instance at the primary",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        DeploymentSpec deployment = deployment(parameters, execution);
        DatabaseSpec database = database(deployment, execution);
        return switch (new EndpointRouting(execution, database).assess(Optional.empty())) {
            case Assessment.Refused refused -> refused;
            case Assessment.Satisfied satisfied ->
                settings(execution, deployment, database)
                        .<Assessment>map(plan -> new Assessment.Actionable(plan))
                        .orElse(satisfied);
            case Assessment.Actionable actionable ->
                new Assessment.Actionable(settings(execution, deployment, database)
                        .map(plan -> joined(actionable.plan(), plan))
                        .orElse(actionable.plan()));
        };
    }

    private static Optional<Plan> settings(Execution execution, DeploymentSpec deployment, DatabaseSpec database) {
        return primary(execution, database).flatMap(primary -> {
            List<String> faults = new ApplicationSettings(execution, deployment).faults(primary);
            return faults.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Plan.harmless(
                            "point every instance of %s at %s".formatted(deployment.name(), primary),
                            faults,
                            Map.of("settings", primary)));
        });
    }

    private static Plan joined(Plan endpoints, Plan settings) {
        List<String> changes = new ArrayList<>(endpoints.changes());
        changes.addAll(settings.changes());
        Map<String, String> facts = new HashMap<>(endpoints.facts());
        facts.putAll(settings.facts());
        return Plan.harmless(endpoints.summary() + ", " + settings.summary(), changes, facts);
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        DeploymentSpec deployment = deployment(parameters, execution);
        if (plan.facts().containsKey("primary")) {
            DatabaseSpec database = database(deployment, execution);
            Keeping.endpoints(execution, database).after(() -> new EndpointRouting(execution, database).perform(plan));
        }
        Optional.ofNullable(plan.facts().get("settings"))
                .ifPresent(primary ->
                        Fanout.refuseFailures(new ApplicationSettings(execution, deployment).apply(primary)));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DeploymentSpec deployment = deployment(parameters, execution);
        DatabaseSpec database = database(deployment, execution);
        return switch (new EndpointRouting(execution, database).prove(Optional.empty())) {
            case Proof.Holds holds -> proveSettings(holds, execution, deployment, database);
            case Proof.Fails fails -> fails;
            case Proof.Unknown unknown -> unknown;
        };
    }

    private static Proof proveSettings(
            Proof.Holds endpoints, Execution execution, DeploymentSpec deployment, DatabaseSpec database) {
        return settings(execution, deployment, database)
                .<Proof>map(plan -> new Proof.Fails(ErrorCode.INSTANCE_NOT_READY, String.join("; ", plan.changes())))
                .orElseGet(() -> new Proof.Holds(
                        "%s; all instances of %s that run report the settings"
                                .formatted(endpoints.evidence(), deployment.name()),
                        Map.of()));
    }

    private static Optional<String> primary(Execution execution, DatabaseSpec database) {
        return ClusterLook.at(execution, database).currentPrimary().map(NodeState.Primary::node);
    }

    private static DeploymentSpec deployment(Parameters parameters, Execution execution) {
        return execution.site().topology().deployment(parameters.deployment());
    }

    private static DatabaseSpec database(DeploymentSpec deployment, Execution execution) {
        return execution.site().topology().database(deployment.database());
    }
}
