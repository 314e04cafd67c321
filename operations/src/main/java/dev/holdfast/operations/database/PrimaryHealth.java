package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells whether a server is the one primary of its cluster, and its commits are confirmed. */
public final class PrimaryHealth {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(5);

    private PrimaryHealth() {}

    /** What is wrong with a primary. */
    public record Fault(ErrorCode code, String observed) {}

    /** The first fault; empty when {@code node} is the only primary that can acknowledge, and does. */
    public static Optional<Fault> of(String node, Situation situation) {
        Optional<NodeState.Primary> primary =
                situation.currentPrimary().filter(found -> found.node().equals(node));
        if (primary.isEmpty()) {
            return Optional.of(new Fault(
                    ErrorCode.PROMOTION_FAILED,
                    "%s is not the primary: %s".formatted(node, describe(situation.node(node)))));
        }
        List<String> rivals = situation.otherPrimaries(node).stream()
                .map(NodeState.Primary::node)
                .toList();
        if (!FenceRule.allFenced(rivals, situation)) {
            return Optional.of(new Fault(
                    ErrorCode.TWO_PRIMARIES, "%s also say that they are primary, unfenced".formatted(rivals)));
        }
        List<String> streaming = streaming(primary.get());
        long counting = streaming.stream()
                .filter(primary.get().sync().members()::contains)
                .count();
        return counting >= primary.get().sync().required()
                ? Optional.empty()
                : Optional.of(new Fault(
                        ErrorCode.REPLICATION_NOT_FOLLOWING,
                        "a commit on %s needs %d of %s, and only %s stream from it"
                                .formatted(
                                        node,
                                        primary.get().sync().required(),
                                        primary.get().sync().members(),
                                        streaming)));
    }

    private static List<String> streaming(NodeState.Primary primary) {
        return primary.attached().stream()
                .filter(attached -> attached.state().equals("streaming"))
                .map(NodeState.Attached::standby)
                .toList();
    }

    /** The primary, in a sentence for people. */
    public static String evidence(String node, Situation situation) {
        String fenced = situation.otherPrimaries(node).stream()
                .map(other -> "; %s still says so on timeline %d, fenced: %s"
                        .formatted(
                                other.node(),
                                other.identity().timeline(),
                                FenceRule.proof(other.node(), situation).text()))
                .reduce("", String::concat);
        return situation
                .currentPrimary()
                .map(primary -> "%s is primary of timeline %d; %s stream from it%s"
                        .formatted(node, primary.identity().timeline(), streaming(primary), fenced))
                .orElse(node + " is not the primary");
    }

    /** What later steps need to know of the primary, under the names of their options. */
    static Map<String, String> outputs(String node) {
        return Map.of("new-primary", node, "source", node);
    }

    /** Waits until a server is the primary and its commits are confirmed; remembers it as such. */
    static Proof prove(Execution execution, DatabaseSpec spec, Optional<String> wanted) {
        Optional<Situation> healthy = Waiting.forResult(
                execution.limit(LIMIT),
                POLL,
                () -> Optional.of(ClusterLook.at(execution, spec))
                        .filter(seen -> fault(wanted, seen).isEmpty()));
        if (healthy.isEmpty()) {
            return fault(wanted, ClusterLook.at(execution, spec))
                    .<Proof>map(fault -> new Proof.Fails(fault.code(), fault.observed()))
                    .orElseGet(() -> new Proof.Unknown("the primary of %s comes and goes".formatted(spec.name())));
        }
        Sightings.remember(execution.site(), healthy.get());
        String node = target(wanted, healthy.get()).orElseThrow();
        return new Proof.Holds(evidence(node, healthy.get()), outputs(node));
    }

    private static Optional<Fault> fault(Optional<String> wanted, Situation situation) {
        return target(wanted, situation)
                .map(node -> of(node, situation))
                .orElseGet(() -> Optional.of(new Fault(
                        ErrorCode.PRIMARY_MISSING,
                        "no server of %s is primary".formatted(situation.spec().name()))));
    }

    private static Optional<String> target(Optional<String> wanted, Situation situation) {
        return wanted.or(() -> situation.currentPrimary().map(NodeState.Primary::node));
    }

    private static String describe(NodeState state) {
        return switch (state) {
            case NodeState.Primary primary ->
                "it is primary of the older timeline " + primary.identity().timeline();
            case NodeState.Standby standby ->
                "it is a standby of timeline " + standby.identity().timeline();
            case NodeState.Answering answering -> "it answers with " + answering.sqlState();
            case NodeState.Unreachable unreachable -> "it does not answer (%s)".formatted(unreachable.detail());
        };
    }
}
