package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.balancer.Keeping;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.database.CandidateRule;
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.DatabaseMove;
import dev.holdfast.operations.database.EndpointRouting;
import dev.holdfast.operations.database.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The databases that a region takes part in, and the way of those out of it whose primary it held. */
final class RegionDatabases {
    private final Execution execution;
    private final String region;
    private final Optional<String> to;
    private final boolean down;
    private final List<String> silentBalancers;

    /**
     * @param to where a primary should rather be
     * @param down whether the region serves nobody, so that nothing of it is told anything
     * @param silentBalancers load balancers that are not told anything
     */
    private RegionDatabases(
            Execution execution, String region, Optional<String> to, boolean down, List<String> silentBalancers) {
        this.execution = execution;
        this.region = region;
        this.to = to;
        this.down = down;
        this.silentBalancers = silentBalancers;
    }

    static RegionDatabases of(Execution execution, String region, Optional<String> to, Verdicts verdicts) {
        return of(execution, region, to, verdicts.isDown(region), verdicts.isUnreachable(region));
    }

    /** The load balancers of a region that nothing answers from are not even asked. */
    static RegionDatabases of(
            Execution execution, String region, Optional<String> to, boolean down, boolean unreachable) {
        RegionEntrance entrance = new RegionEntrance(execution, region);
        if (unreachable) {
            return new RegionDatabases(execution, region, to, true, entrance.names());
        }
        return new RegionDatabases(execution, region, to, down, down ? entrance.silent() : List.of());
    }

    /** Where the primary of a database is. */
    enum Place {
        /** In another region, and the clients of the other regions are led to it. */
        ELSEWHERE,
        /** In another region, and somebody is still led to another server. */
        ELSEWHERE_UNFINISHED,
        /** In the region, and it answers. */
        HERE,
        /** It was in the region, and does not answer. */
        LOST,
        /** Nobody knows. */
        UNKNOWN
    }

    /** A database that the region takes part in. */
    record Held(DatabaseSpec spec, Place place, String primary) {}

    /** All of them. */
    List<Held> all() {
        List<DatabaseSpec> databases = execution.site().topology().databases().stream()
                .filter(spec ->
                        spec.nodes().stream().anyMatch(node -> node.region().equals(region)))
                .toList();
        return Fanout.collect(databases, this::held);
    }

    private Held held(DatabaseSpec spec) {
        Situation situation = ClusterLook.at(execution, view(spec));
        Optional<NodeState.Primary> current = situation.currentPrimary();
        if (current.isPresent()) {
            String node = current.get().node();
            return new Held(spec, isHere(spec, node) ? Place.HERE : elsewhere(spec), node);
        }
        Optional<String> last = situation.lastPrimary();
        return last.map(node -> new Held(spec, isHere(spec, node) ? Place.LOST : Place.UNKNOWN, node))
                .orElseGet(() -> new Held(spec, Place.UNKNOWN, ""));
    }

    private Place elsewhere(DatabaseSpec spec) {
        return new EndpointRouting(execution, view(spec)).assess(Optional.empty()) instanceof Assessment.Actionable
                ? Place.ELSEWHERE_UNFINISHED
                : Place.ELSEWHERE;
    }

    private boolean isHere(DatabaseSpec spec, String node) {
        return spec.node(node).region().equals(region);
    }

    private DatabaseSpec view(DatabaseSpec spec) {
        return spec.withoutBalancers(silentBalancers);
    }

    /** Plans to move a database out of the region. */
    Assessment assess(DatabaseSpec spec) {
        return move(spec).assess(target(spec));
    }

    /** The best standby outside of the region; in no hurry rather one in the region that the clients go to. */
    private Optional<String> target(DatabaseSpec spec) {
        Situation situation = ClusterLook.at(execution, view(spec));
        Optional<String> current = situation.currentPrimary().map(NodeState.Primary::node);
        if (current.isPresent() && !isHere(spec, current.get())) {
            return current;
        }
        List<String> outside = new CandidateRule(
                        situation, execution.site().topology().regions())
                .ranked().stream()
                        .map(NodeState.Standby::node)
                        .filter(node -> !isHere(spec, node))
                        .toList();
        return outside.stream()
                .filter(node ->
                        !down && to.filter(spec.node(node).region()::equals).isPresent())
                .findFirst()
                .or(() -> outside.stream().findFirst());
    }

    /**
     * Moves databases, all at once. One whose primary is not proven to be down stays where it is unless that was confirmed.
     *
     * @throws HoldfastException when one of them can't be moved
     */
    void move(List<DatabaseSpec> databases, boolean confirmed) {
        Fanout.forEach(databases, spec -> move(spec, confirmed));
    }

    private void move(DatabaseSpec spec, boolean confirmed) {
        switch (assess(spec)) {
            case Assessment.Refused refused ->
                throw new HoldfastException(refused.code(), refused.reason(), refused.nextMove(), null);
            case Assessment.Satisfied satisfied ->
                execution.note("%s is served elsewhere: %s".formatted(spec.name(), satisfied.evidence()));
            case Assessment.Actionable actionable -> move(spec, actionable.plan(), confirmed);
        }
    }

    private void move(DatabaseSpec spec, Plan plan, boolean confirmed) {
        if (plan.needsConfirmation() && !confirmed) {
            execution.note("database %s stays, because %s; --with-database moves it when that is confirmed"
                    .formatted(spec.name(), plan.confirmation()));
            return;
        }
        move(spec).perform(plan);
        execution.note("database %s: %s".formatted(spec.name(), plan.summary()));
    }

    /** Makes what the load balancers were told with a move outlast a reload of them; those of a silent region are left out. */
    void keep(List<DatabaseSpec> databases) {
        databases.forEach(spec -> Keeping.endpoints(execution, view(spec)).keep());
    }

    /** Proves that a database serves the clients of the other regions. */
    Proof prove(DatabaseSpec spec, Duration patience) {
        return move(spec).prove(Optional.empty(), patience);
    }

    private DatabaseMove move(DatabaseSpec spec) {
        return new DatabaseMove(execution, view(spec), deployments(spec), Optional.empty());
    }

    private List<DeploymentSpec> deployments(DatabaseSpec spec) {
        return execution.site().topology().deployments().stream()
                .filter(deployment ->
                        deployment.database().filter(spec.name()::equals).isPresent())
                .map(deployment -> down ? Views.without(region, deployment) : deployment)
                .toList();
    }
}
