package dev.holdfast.app.status;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.model.database.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a database server said of itself, in words. */
final class NodeText {
    private NodeText() {}

    static String role(NodeState node) {
        return switch (node) {
            case NodeState.Primary _ -> "primary";
            case NodeState.Standby _ -> "standby";
            case NodeState.Answering _ -> "answers, serves nothing";
            case NodeState.Unreachable _ -> "unreachable";
        };
    }

    static String detail(NodeState node, List<NodeState> all) {
        return switch (node) {
            case NodeState.Primary primary ->
                "timeline %d, %d standbys attached"
                        .formatted(
                                primary.identity().timeline(),
                                primary.attached().size());
            case NodeState.Standby standby -> standby(standby, all);
            case NodeState.Answering answering -> "%s %s".formatted(answering.sqlState(), answering.message());
            case NodeState.Unreachable unreachable ->
                "%s: %s".formatted(unreachable.reach().name().toLowerCase(Locale.ROOT), unreachable.detail());
        };
    }

    private static String standby(NodeState.Standby standby, List<NodeState> all) {
        String follows = standby.upstream().receiving()
                ? "streams from " + standby.upstream().sender().orElse("")
                : "does not stream";
        return follows
                + behind(standby, all)
                        .map(bytes -> ", %d bytes behind".formatted(bytes))
                        .orElse("")
                + delay(standby, all)
                        .map(time -> ", replay lag " + Durations.show(time))
                        .orElse("")
                + (standby.replayPaused() ? ", replay PAUSED" : "");
    }

    /** How much of the log it lacks that a primary which answers has written. */
    static Optional<Long> behind(NodeState.Standby standby, List<NodeState> all) {
        return primary(all).map(primary -> Math.max(0, primary.written().minus(standby.received())));
    }

    /** As the primary measures it; not known while nothing is written. */
    static Optional<Duration> delay(NodeState.Standby standby, List<NodeState> all) {
        return primary(all).stream()
                .flatMap(primary -> primary.attached().stream())
                .filter(attached -> attached.standby().equals(standby.node()))
                .flatMap(attached -> attached.replayLag().stream())
                .findFirst();
    }

    private static Optional<NodeState.Primary> primary(List<NodeState> all) {
        return all.stream()
                .filter(NodeState.Primary.class::isInstance)
                .map(NodeState.Primary.class::cast)
                .findFirst();
    }

    /** How long ago that was. */
    static String ago(Instant then, Instant now) {
        return Durations.show(Duration.between(then, now)) + " ago";
    }
}
