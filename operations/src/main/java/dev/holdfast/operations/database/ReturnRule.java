package dev.holdfast.operations.database;

import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RestorePoint;
import java.util.Optional;

/**
 * Decides how a restore point can be returned to.
 *
 * <p>A stopped server is started as primary only when every other server says that it is a standby of the history that the
 * server had: one that is silent may have been promoted.
 */
final class ReturnRule {
    private static final String WAIT = "bring that server back, then run the command again";

    private final Situation situation;
    private final ProcessLook process;

    ReturnRule(Situation situation, ProcessLook process) {
        this.situation = situation;
        this.process = process;
    }

    /** Asks a host for a server's process; only done when the answer decides something. */
    @FunctionalInterface
    interface ProcessLook {
        ProcessState of(String node);
    }

    Return way(RestorePoint point) {
        if (point.primary().isEmpty()) {
            return new Return.Impossible("%s does not know who was primary".formatted(point.id()), "name another one");
        }
        String primary = point.primary().get();
        return switch (situation.node(primary)) {
            case NodeState.Primary now -> ofPrimary(now);
            case NodeState.Standby standby -> ofStandby(standby);
            case NodeState.Answering answering ->
                new Return.Impossible(
                        "%s answers with %s: it can't be told yet what it is".formatted(primary, answering.sqlState()),
                        WAIT);
            case NodeState.Unreachable _ -> ofSilent(primary, point);
        };
    }

    private Return ofPrimary(NodeState.Primary now) {
        return situation.isCurrentPrimary(now.node())
                ? new Return.Promote(now.node())
                : impossibleWithout(
                        now.node(),
                        "%s is primary of timeline %d, but there was a promotion to timeline %d since"
                                .formatted(now.node(), now.identity().timeline(), situation.newestTimeline()));
    }

    private Return ofStandby(NodeState.Standby standby) {
        Optional<NodeState.Primary> current = situation.currentPrimary();
        boolean follows = current.map(primary -> situation.streamsFrom(primary.node(), standby.node()))
                .orElse(standby.identity().timeline() == situation.newestTimeline());
        return follows
                ? new Return.Promote(standby.node())
                : impossibleWithout(
                        standby.node(), "%s does not stream the history of the primary".formatted(standby.node()));
    }

    private Return ofSilent(String primary, RestorePoint point) {
        int timelineThen = point.identity().map(Identity::timeline).orElse(0);
        if (situation.newestTimeline() > timelineThen) {
            return impossibleWithout(primary, lacks(primary, point, timelineThen));
        }
        Optional<String> obstacle = obstacle(primary, situation);
        if (obstacle.isPresent()) {
            return new Return.Impossible(obstacle.get(), WAIT);
        }
        return switch (process.of(primary)) {
            case ProcessState.Crashed _, ProcessState.Stopped _ -> new Return.TakeBack(primary);
            case ProcessState.Running running ->
                new Return.Impossible(
                        "%s does not answer, but its process %d runs".formatted(primary, running.pid()),
                        "end its hang, or stop it, then run the command again");
            case ProcessState.Unknown unknown ->
                new Return.Impossible("the host of %s does not answer: %s".formatted(primary, unknown.detail()), WAIT);
        };
    }

    private String lacks(String primary, RestorePoint point, int timelineThen) {
        return situation
                .currentPrimary()
                .map(current -> "%s does not run, and lacks %d bytes of the timeline %d of %s"
                        .formatted(
                                primary,
                                current.written().minus(point.written()),
                                current.identity().timeline(),
                                current.node()))
                .orElseGet(() -> "%s does not run, and there was a promotion from timeline %d to %d since"
                        .formatted(primary, timelineThen, situation.newestTimeline()));
    }

    private Return impossibleWithout(String node, String reason) {
        String source = situation.currentPrimary().map(NodeState.Primary::node).orElse("PRIMARY");
        return new Return.Impossible(
                reason + ": rebuild it first",
                "`holdfast rebuild-database --source %s --target %s`, then run the command again"
                        .formatted(source, node));
    }

    /** Why it is not certain that no other server was promoted since; empty when it is. */
    static Optional<String> obstacle(String primary, Situation situation) {
        return situation.spec().nodeNames().stream()
                .filter(node -> !node.equals(primary))
                .filter(node -> !(situation.node(node) instanceof NodeState.Standby))
                .findFirst()
                .map(node -> "%s does not say that it is a standby, so it may have been promoted".formatted(node));
    }
}
