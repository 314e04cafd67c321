package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.balancer.Keeping;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Returns roles, replication and endpoints to what a restore point says.
 *
 * <pre>
 * the old primary is primary          complete its cluster and its endpoints
 * nothing was promoted since          take the fence back: start it as the primary that it was
 * it is a standby that has caught up  switch over to it, in good order
 * otherwise                           impossible, and the reason
 * </pre>
 *
 * <p>It counts as reversible, so that no restore point is recorded for it: {@code latest} must keep its meaning when a rollback
 * is interrupted and begun again.
 */
public final class DatabaseRollback implements Operation<DatabaseRollback.Parameters> {
    private static final Duration HOST = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    /** Where to return to. */
    public record Parameters(
            @Parameter(value = "the restore point; without it, the latest", placeholder = "ID|latest")
            Optional<String> restorePoint,

            @Parameter(value = "which database, when there are several", placeholder = "NAME")
            Optional<String> database) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "database.rollback",
                "database-rollback",
                "Returns roles, replication and endpoints to a restore point, or says precisely why it can't",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        Situation situation = ClusterLook.patiently(execution, spec);
        Optional<RestorePoint> found = restorePoint(parameters, execution);
        if (found.isEmpty()) {
            return new Assessment.Refused(ErrorCode.RESTORE_POINT_UNKNOWN, unknown(parameters, execution));
        }
        Return way = new ReturnRule(situation, process(execution, spec)).way(found.get());
        return switch (way) {
            case Return.Impossible impossible ->
                new Assessment.Refused(ErrorCode.ROLLBACK_IMPOSSIBLE, impossible.reason(), impossible.nextMove());
            case Return.TakeBack takeBack -> new Assessment.Actionable(takeBackPlan(takeBack.primary(), found.get()));
            case Return.Promote promote -> promotion(promote.primary(), found.get(), situation, execution);
        };
    }

    private static ReturnRule.ProcessLook process(Execution execution, DatabaseSpec spec) {
        DatabaseCluster cluster = execution.site().database(spec.name()).cluster();
        return node -> cluster.process(node, execution.limit(HOST));
    }

    private static Plan takeBackPlan(String primary, RestorePoint point) {
        return Plan.harmless(
                "take the fence of %s back, as of %s".formatted(primary, point.id()),
                List.of(
                        "start %s as the primary that it was".formatted(primary),
                        "point every standby at " + primary,
                        "lead the endpoints to " + primary),
                Map.of("way", "take-back", "target", primary));
    }

    private static Assessment promotion(String primary, RestorePoint point, Situation situation, Execution execution) {
        Promotion promotion = new Promotion(execution, situation.spec(), Optional.empty());
        return switch (promotion.assess(Optional.of(primary), situation)) {
            case Assessment.Refused refused ->
                new Assessment.Refused(
                        ErrorCode.ROLLBACK_IMPOSSIBLE,
                        "%s (%s)".formatted(refused.reason(), refused.code().id()),
                        refused.nextMove());
            case Assessment.Actionable actionable -> new Assessment.Actionable(actionable.plan());
            case Assessment.Satisfied satisfied ->
                assessEndpoints(satisfied, primary, point, situation.spec(), execution);
        };
    }

    private static Assessment assessEndpoints(
            Assessment.Satisfied roles, String primary, RestorePoint point, DatabaseSpec spec, Execution execution) {
        return switch (new EndpointRouting(execution, spec).assess(Optional.of(primary))) {
            case Assessment.Refused refused -> refused;
            case Assessment.Actionable actionable ->
                new Assessment.Actionable(new Plan(
                        actionable.plan().summary(),
                        actionable.plan().changes(),
                        "",
                        Map.of("way", "endpoints", "target", primary)));
            case Assessment.Satisfied satisfied ->
                new Assessment.Satisfied(
                        "it is as in %s: %s; %s".formatted(point.id(), roles.evidence(), satisfied.evidence()),
                        Map.of());
        };
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        DatabaseSpec spec = spec(parameters, execution);
        Keeping.endpoints(execution, spec).after(() -> perform(plan, spec, execution));
    }

    private static void perform(Plan plan, DatabaseSpec spec, Execution execution) {
        String primary = plan.fact("target");
        switch (plan.facts().getOrDefault("way", "promote")) {
            case "take-back" -> takeBack(primary, spec, execution);
            case "promote" -> new Promotion(execution, spec, Optional.empty()).perform(plan);
            default -> execution.note("the roles are right already");
        }
        DatabaseMove.lead(execution, spec, primary);
    }

    private static void takeBack(String primary, DatabaseSpec spec, Execution execution) {
        Situation situation = ClusterLook.without(execution, spec, List.of(primary));
        ReturnRule.obstacle(primary, situation).ifPresent(reason -> {
            throw new HoldfastException(ErrorCode.ROLLBACK_IMPOSSIBLE, reason);
        });
        DatabaseCluster cluster = execution.site().database(spec.name()).cluster();
        cluster.allowStartAsPrimary(primary, execution.limit(HOST));
        cluster.start(primary, execution.limit(START));
        boolean started = Waiting.until(
                execution.limit(START),
                POLL,
                () -> ClusterLook.at(execution, spec).isCurrentPrimary(primary));
        if (!started) {
            throw new HoldfastException(
                    ErrorCode.DATABASE_UNREACHABLE, "%s was started and does not accept writes yet".formatted(primary));
        }
        new Promotion(execution, spec, Optional.empty()).gather(primary);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        Optional<String> primary = restorePoint(parameters, execution).flatMap(RestorePoint::primary);
        if (primary.isEmpty()) {
            return new Proof.Unknown(unknown(parameters, execution));
        }
        DatabaseSpec spec = spec(parameters, execution);
        return switch (PrimaryHealth.prove(execution, spec, primary)) {
            case Proof.Holds _ -> new EndpointRouting(execution, spec).prove(primary);
            case Proof.Fails fails -> fails;
            case Proof.Unknown unknown -> unknown;
        };
    }

    private static Optional<RestorePoint> restorePoint(Parameters parameters, Execution execution) {
        String wanted = parameters.restorePoint().orElse("latest");
        return points(parameters, execution).stream()
                .filter(point -> wanted.equals("latest") || point.id().equals(wanted))
                .findFirst();
    }

    private static String unknown(Parameters parameters, Execution execution) {
        List<String> ids =
                points(parameters, execution).stream().map(RestorePoint::id).toList();
        return "restore point '%s'; there are %s"
                .formatted(parameters.restorePoint().orElse("latest"), ids.isEmpty() ? "none" : ids);
    }

    private static List<RestorePoint> points(Parameters parameters, Execution execution) {
        return execution.site().restorePoints().all(spec(parameters, execution).name());
    }

    private static DatabaseSpec spec(Parameters parameters, Execution execution) {
        return execution.site().topology().database(parameters.database());
    }
}
