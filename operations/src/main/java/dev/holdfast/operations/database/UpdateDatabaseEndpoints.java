package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
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
        LostBalancers none = all(parameters, execution);
        return switch (routing(none, execution).assess(parameters.newPrimary())) {
            case Assessment.Satisfied satisfied -> assessKept(satisfied, keeping(none, execution));
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

    /** Whether a load balancer is lost is found out when the others lead to the primary: clients don't wait for that. */
    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        LostBalancers none = all(parameters, execution);
        if (plan.facts().containsKey(KEEP_ONLY)) {
            keeping(none, execution).keep();
            return;
        }
        try {
            routing(none, execution).perform(plan);
        } catch (HoldfastException failure) {
            if (failure.code() != ErrorCode.BALANCER_UNREACHABLE) {
                throw failure;
            }
            LostBalancers lost = LostBalancers.look(execution, none.spec());
            keeping(lost, execution).keep();
            if (lost.names().isEmpty()) {
                throw failure;
            }
            routing(lost, execution).perform(plan);
            return;
        }
        keeping(none, execution).keep();
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        LostBalancers lost =
                LostBalancers.look(execution, execution.site().topology().database(parameters.database()));
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

    private static LostBalancers all(Parameters parameters, Execution execution) {
        return new LostBalancers(execution.site().topology().database(parameters.database()), List.of());
    }
}
