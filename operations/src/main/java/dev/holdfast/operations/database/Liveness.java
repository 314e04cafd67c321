package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.Optional;

/** Tells whether a server may still be at work, so that a person has to confirm that it is taken from service. */
final class Liveness {
    private Liveness() {}

    /** Why taking this server from service needs a confirmation; empty when it is proven to be down. */
    static Optional<String> objection(Execution execution, Situation situation, String node) {
        return switch (situation.node(node)) {
            case NodeState.Primary primary ->
                Optional.of("%s is alive: it is primary of timeline %d with %d standbys attached"
                        .formatted(
                                node,
                                primary.identity().timeline(),
                                primary.attached().size()));
            case NodeState.Answering answering ->
                Optional.of("%s is not dead: it answers with %s %s"
                        .formatted(node, answering.sqlState(), answering.message()));
            case NodeState.Standby _ -> Optional.empty();
            case NodeState.Unreachable _ -> examined(execution, situation.spec(), node);
        };
    }

    private static Optional<String> examined(Execution execution, DatabaseSpec spec, String node) {
        Duration limit = execution.limit(spec.detection().silence().multipliedBy(2));
        return switch (execution.site().examiner().examine(spec.name(), limit)) {
            case Verdict.Down _ -> Optional.empty();
            case Verdict.Alive alive -> Optional.of("%s may be alive: %s".formatted(node, alive.reason()));
            case Verdict.Suspect suspect ->
                Optional.of("%s is not proven to be down: %s".formatted(node, suspect.reason()));
            case Verdict.Blind blind -> Optional.of("%s is not proven to be down: %s".formatted(node, blind.reason()));
        };
    }
}
