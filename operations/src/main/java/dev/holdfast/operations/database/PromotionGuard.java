package dev.holdfast.operations.database;

import dev.holdfast.model.database.LossEstimate;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment.Refused;
import dev.holdfast.model.topology.RegionSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides whether a server may be promoted. Pure; asked when a promotion is planned, and again right before it. */
final class PromotionGuard {
    /** A standby that lacks no more than one segment of log gets it from another standby in a moment. */
    static final long CATCH_UP_BYTES = 16L << 20;

    private final Situation situation;
    private final CandidateRule candidates;
    private final Optional<String> acceptedLoss;

    PromotionGuard(Situation situation, List<RegionSpec> regions, Optional<String> acceptedLoss) {
        this.situation = situation;
        this.candidates = new CandidateRule(situation, regions);
        this.acceptedLoss = acceptedLoss;
    }

    CandidateRule candidates() {
        return candidates;
    }

    /** Why {@code target} must not be promoted; empty when it may be. */
    Optional<Refused> refusal(String target) {
        return wrongRole(target)
                .or(() -> tooManyPrimaries())
                .or(() -> excluded(target))
                .or(() -> lagsBehind(target))
                .or(() -> losesTooMuch(target));
    }

    private Optional<Refused> wrongRole(String target) {
        return switch (situation.node(target)) {
            case NodeState.Standby _ -> Optional.empty();
            case NodeState.Primary primary ->
                refuse(
                        ErrorCode.ROLE_MISMATCH,
                        "%s is primary of timeline %d, which is older than timeline %d: rebuild it"
                                .formatted(target, primary.identity().timeline(), situation.newestTimeline()));
            case NodeState.Answering answering ->
                refuse(
                        ErrorCode.DATABASE_UNREACHABLE,
                        "%s serves no session: %s %s".formatted(target, answering.sqlState(), answering.message()));
            case NodeState.Unreachable unreachable ->
                refuse(ErrorCode.DATABASE_UNREACHABLE, target + " does not answer: " + unreachable.detail());
        };
    }

    /** A second primary on an older timeline that provably can't acknowledge is no obstacle: it only waits to be rebuilt. */
    private Optional<Refused> tooManyPrimaries() {
        List<NodeState.Primary> dangerous = situation.state().primaries().stream()
                .filter(primary -> !FenceRule.holds(FenceRule.proof(primary.node(), situation)))
                .toList();
        return dangerous.size() < 2
                ? Optional.empty()
                : refuse(
                        ErrorCode.TWO_PRIMARIES,
                        "%s all say that they are primary"
                                .formatted(dangerous.stream()
                                        .map(NodeState.Primary::node)
                                        .toList()));
    }

    private Optional<Refused> excluded(String target) {
        return candidates.exclusion(target).flatMap(reason -> refuse(ErrorCode.ROLE_MISMATCH, target + ": " + reason));
    }

    private Optional<Refused> lagsBehind(String target) {
        NodeState.Standby standby = standby(target);
        Optional<NodeState.Primary> alive = situation.currentPrimary();
        if (alive.isPresent() && !situation.streamsFrom(alive.get().node(), target)) {
            return refuse(
                    ErrorCode.NOT_MOST_ADVANCED,
                    "%s lives, and %s does not stream from it"
                            .formatted(alive.get().node(), target));
        }
        Lsn furthest = alive.map(NodeState.Primary::written).orElseGet(candidates::mostReceived);
        long behind = furthest.minus(standby.received());
        if (behind <= CATCH_UP_BYTES) {
            return Optional.empty();
        }
        String holder = alive.map(NodeState.Primary::node)
                .orElseGet(() -> candidates.best().map(NodeState.Standby::node).orElse("another server"));
        return refuse(
                ErrorCode.NOT_MOST_ADVANCED,
                "%s received the log up to %s, %s holds it up to %s: %d bytes more"
                        .formatted(target, standby.received(), holder, furthest, behind));
    }

    private Optional<Refused> losesTooMuch(String target) {
        LossEstimate loss = loss(target);
        Optional<String> shortfall = loss.shortfall(situation.spec().objective().rpo());
        if (shortfall.isEmpty() || acceptedLoss.filter(loss.figure()::equals).isPresent()) {
            return Optional.empty();
        }
        return refuse(
                ErrorCode.LOSS_OVER_RPO,
                "promoting %s would lose %s (%d bytes, about %d transactions): %s"
                        .formatted(target, shortfall.get(), loss.bytes(), loss.transactions(), loss.reason()),
                "choose another standby, or accept the loss with --accept-data-loss " + loss.figure());
    }

    /** What promoting {@code target} would lose, after it has caught up with the most advanced standby. */
    LossEstimate loss(String target) {
        NodeState.Standby standby = standby(target);
        NodeState.Standby source = ahead(target).orElse(standby);
        LossEstimate loss = new LossRule(situation, candidates).estimate(source);
        return new LossEstimate(
                target, loss.known(), loss.provenZero(), loss.bytes(), loss.time(), loss.transactions(), loss.reason());
    }

    /** The standby that {@code target} has to catch up with before it is promoted, if any is ahead of it. */
    Optional<NodeState.Standby> ahead(String target) {
        Lsn received = standby(target).received();
        return candidates.ranked().stream()
                .filter(other -> other.received().compareTo(received) > 0)
                .max(Comparator.comparing(NodeState.Standby::received));
    }

    private NodeState.Standby standby(String target) {
        return situation
                .state()
                .standby(target)
                .orElseThrow(() -> new IllegalStateException(target + " was checked to be a standby"));
    }

    private static Optional<Refused> refuse(ErrorCode code, String reason) {
        return Optional.of(new Refused(code, reason));
    }

    private static Optional<Refused> refuse(ErrorCode code, String reason, String nextMove) {
        return Optional.of(new Refused(code, reason, nextMove));
    }
}
