package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leads the endpoints of a database to where they belong: writers to the primary, readers to the standbys that follow it, or to
 * the primary while no standby does.
 */
public final class EndpointRouting {
    private final Execution execution;
    private final DatabaseSpec spec;
    private final Endpoints endpoints;

    public EndpointRouting(Execution execution, DatabaseSpec spec) {
        this.execution = execution;
        this.spec = spec;
        this.endpoints = new Endpoints(execution, spec);
    }

    /** The servers that readers belong on. */
    public static List<String> readers(String primary, Situation situation) {
        List<String> standbys = situation.state().standbys().stream()
                .filter(standby ->
                        standby.upstream().configured().filter(primary::equals).isPresent())
                .map(NodeState.Standby::node)
                .toList();
        return standbys.isEmpty() ? List.of(primary) : standbys;
    }

    /** Plans to lead the endpoints to {@code wanted}, or without a name to the server that is primary. */
    public Assessment assess(Optional<String> wanted) {
        Optional<String> named = wanted.map(name -> spec.node(name).name());
        return Fanout.both(
                () -> ClusterLook.at(execution, spec),
                endpoints::read,
                (situation, read) -> assess(named, situation, read));
    }

    private Assessment assess(
            Optional<String> named, Situation situation, List<Attempt<DatabaseEndpoint, Endpoints.Routing>> read) {
        Optional<String> primary = situation.currentPrimary().map(NodeState.Primary::node);
        if (primary.isEmpty()) {
            return new Assessment.Refused(
                    named.isPresent() ? ErrorCode.ROLE_MISMATCH : ErrorCode.PRIMARY_MISSING,
                    "no server of %s accepts writes".formatted(spec.name()));
        }
        if (!named.orElse(primary.get()).equals(primary.get())) {
            return new Assessment.Refused(
                    ErrorCode.ROLE_MISMATCH, "%s is not the primary, %s is".formatted(named.get(), primary.get()));
        }
        List<String> readers = readers(primary.get(), situation);
        List<String> faults = Endpoints.faults(read, primary.get(), readers);
        return faults.isEmpty()
                ? new Assessment.Satisfied(evidence(primary.get(), readers), Map.of())
                : new Assessment.Actionable(plan(primary.get(), readers, faults));
    }

    private static Plan plan(String primary, List<String> readers, List<String> faults) {
        List<String> changes = new ArrayList<>();
        changes.add("lead every writer endpoint to %s alone, every reader endpoint to %s".formatted(primary, readers));
        changes.addAll(faults);
        return Plan.harmless(
                "lead the endpoints to " + primary,
                changes,
                Map.of("primary", primary, "readers", String.join(",", readers)));
    }

    /** Carries out the plan on all balancers at once. Throws when one did not take part; the others are changed. */
    public void perform(Plan plan) {
        endpoints.route(plan.fact("primary"), List.of(plan.fact("readers").split(",", -1)));
    }

    /** Reads every balancer. */
    public Proof prove(Optional<String> wanted) {
        return Fanout.both(
                () -> ClusterLook.at(execution, spec),
                endpoints::read,
                (situation, read) -> prove(wanted, situation, read));
    }

    private Proof prove(
            Optional<String> wanted, Situation situation, List<Attempt<DatabaseEndpoint, Endpoints.Routing>> read) {
        Optional<String> primary = wanted.or(() -> situation.currentPrimary().map(NodeState.Primary::node));
        if (primary.isEmpty()) {
            return new Proof.Fails(ErrorCode.PRIMARY_MISSING, "no server of %s accepts writes".formatted(spec.name()));
        }
        List<String> readers = readers(primary.get(), situation);
        List<String> faults = Endpoints.faults(read, primary.get(), readers);
        if (faults.isEmpty()) {
            return new Proof.Holds(evidence(primary.get(), readers), Map.of());
        }
        boolean silent = read.stream().anyMatch(attempt -> attempt.failure().isPresent());
        return new Proof.Fails(
                silent ? ErrorCode.BALANCER_UNREACHABLE : ErrorCode.ENDPOINT_WRONG, String.join("; ", faults));
    }

    private String evidence(String primary, List<String> readers) {
        return "all %d load balancers lead writers to %s and readers to %s"
                .formatted(spec.endpoints().size(), primary, readers);
    }
}
