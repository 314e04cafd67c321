package dev.holdfast.app.seeds;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator in a hurry does: fences nothing, and promotes whichever standby answers. */
final class Reckless implements Operation<Reckless.What> {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Declaration<What> declaration;
    private final boolean promotes;

    /** What the real operations are given. */
    record What(@Parameter("Which standby.") Optional<String> replica) {}

    private Reckless(String id, String command, boolean promotes) {
        this.declaration = new Declaration<>(id, command, "Does it in a hurry.", What.class, Danger.DESTRUCTIVE);
        this.promotes = promotes;
    }

    /** Stand-ins for the operations that take care. */
    static List<Operation<?>> all() {
        return List.of(
                new Reckless("database.fence", "fence-primary", false),
                new Reckless("database.promote", "promote-replica", true));
    }

    @Override
    public Declaration<What> declaration() {
        return declaration;
    }

    @Override
    public Assessment assess(What parameters, Execution execution) {
        if (!promotes) {
            return new Assessment.Satisfied("no time for that", Map.of());
        }
        ClusterState state = cluster(execution).observe(LIMIT);
        Optional<String> target = state.standbys().stream()
                .map(NodeState.Standby::node)
                .filter(node -> parameters.replica().filter(node::equals).isPresent()
                        || parameters.replica().isEmpty())
                .findFirst();
        return target.<Assessment>map(node -> new Assessment.Actionable(
                        Plan.harmless("promote " + node, List.of("promote " + node), Map.of("target", node))))
                .orElseGet(() -> new Assessment.Refused(ErrorCode.NO_CANDIDATE, "no standby answers"));
    }

    @Override
    public void perform(What parameters, Plan plan, Execution execution) {
        String target = plan.fact("target");
        DatabaseCluster cluster = cluster(execution);
        cluster.promote(target, LIMIT);
        cluster.observe(LIMIT).standbys().forEach(other -> cluster.follow(other.node(), target, LIMIT));
    }

    @Override
    public Proof prove(What parameters, Execution execution) {
        return new Proof.Holds("surely", Map.of());
    }

    private static DatabaseCluster cluster(Execution execution) {
        String database = execution.site().topology().database(Optional.empty()).name();
        return execution.site().database(database).cluster();
    }
}
