package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
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
 * Moves a database to another server, from the fence to the clients.
 *
 * <p>Only the endpoints of the given database and the instances of the given deployments are told. When a region is lost with its
 * load balancer and its instances, they are left out of both: they can't be told, and to wait for them would be time without
 * service. That the old primary can't acknowledge a write is proven all the same.
 */
public final class DatabaseMove {
    private final Execution execution;
    private final DatabaseSpec spec;
    private final List<DeploymentSpec> deployments;
    private final Optional<String> acceptedLoss;

    public DatabaseMove(
            Execution execution, DatabaseSpec spec, List<DeploymentSpec> deployments, Optional<String> acceptedLoss) {
        this.execution = execution;
        this.spec = spec;
        this.deployments = List.copyOf(deployments);
        this.acceptedLoss = acceptedLoss;
    }

    /**
     * Plans the move. It wants a confirmation when a server would be taken from service that isn't proven to be down.
     *
     * @param target the server to make primary; without it the one that is, or the best standby
     */
    public Assessment assess(Optional<String> target) {
        Assessment promotion = promotion().assess(target, ClusterLook.at(execution, spec));
        return switch (promotion) {
            case Assessment.Refused refused -> refused;
            case Assessment.Actionable actionable -> new Assessment.Actionable(completed(actionable.plan()));
            case Assessment.Satisfied satisfied -> assessEndpoints(satisfied);
        };
    }

    private static Plan completed(Plan promotion) {
        String target = promotion.fact("target");
        List<String> changes = new ArrayList<>(promotion.changes());
        changes.add("lead every writer endpoint to %s, every reader endpoint to its standbys".formatted(target));
        changes.add("point every application instance at " + target);
        changes.add("prove it by a write through the clients' own path in every region");
        return new Plan(
                "fail over: " + promotion.summary(),
                changes,
                promotion.confirmation(),
                with(promotion.facts(), "promote", "true"));
    }

    private Assessment assessEndpoints(Assessment.Satisfied promotion) {
        return switch (new EndpointRouting(execution, spec).assess(Optional.empty())) {
            case Assessment.Refused refused -> refused;
            case Assessment.Satisfied satisfied ->
                new Assessment.Satisfied(
                        "%s; %s".formatted(promotion.evidence(), satisfied.evidence()), promotion.outputs());
            case Assessment.Actionable actionable ->
                new Assessment.Actionable(new Plan(
                        actionable.plan().summary(),
                        actionable.plan().changes(),
                        "",
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

    /** Carries out the plan. What is done already is left out. */
    public void perform(Plan plan) {
        String target = plan.fact("target");
        if (plan.facts().containsKey("promote")) {
            promotion().perform(plan);
        }
        lead(execution, spec, target);
        deployments.forEach(deployment -> configure(deployment, target));
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
    private void configure(DeploymentSpec deployment, String primary) {
        new ApplicationSettings(execution, deployment)
                .apply(primary)
                .forEach(attempt -> attempt.failure()
                        .ifPresent(failure ->
                                execution.note("%s is not set to %s yet, run `holdfast update-app-configs`: %s"
                                        .formatted(attempt.target().name(), primary, failure.attempted()))));
    }

    /** Proves that one primary serves, its commits are confirmed, and clients are served at every entrance of the deployments. */
    public Proof prove(Optional<String> target, Duration patience) {
        return new ServiceProof(execution, spec, deployments).prove(target, patience);
    }

    private Promotion promotion() {
        return new Promotion(execution, spec, acceptedLoss);
    }
}
