package dev.holdfast.operations.database;

import dev.holdfast.model.database.LossEstimate;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Estimates what a promotion would lose of the acknowledged writes. Pure.
 *
 * <p>A primary that lives is shut down in good order first, so nothing is lost. Of a dead one only what is remembered can be
 * asked: its synchronous replication may prove that nothing is lost; otherwise its last known position gives an estimate.
 */
public final class LossRule {
    private final Situation situation;
    private final CandidateRule candidates;

    public LossRule(Situation situation, CandidateRule candidates) {
        this.situation = situation;
        this.candidates = candidates;
    }

    public LossEstimate estimate(NodeState.Standby candidate) {
        Optional<NodeState.Primary> alive = situation.currentPrimary();
        if (alive.isPresent()) {
            return none(
                    candidate,
                    "%s lives, and is shut down in good order first"
                            .formatted(alive.get().node()));
        }
        return situation
                .validSighting()
                .filter(seen -> !seen.state().node().equals(candidate.node()))
                .map(seen -> afterDeath(candidate, seen))
                .orElseGet(() -> unknown(candidate));
    }

    private LossEstimate afterDeath(NodeState.Standby candidate, PrimarySighting seen) {
        // Sorted, for what it says is part of a plan: the approval of one process must be found again by the next one.
        SortedSet<String> examined = candidates.ranked().stream()
                .map(NodeState.Standby::node)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean mostAdvanced = candidate.received().compareTo(candidates.mostReceived()) >= 0;
        if (mostAdvanced
                && seen.state().sync().everyCommitIsOnOneOf(seen.state().node(), examined)) {
            return none(
                    candidate,
                    "every commit of %s waited for %d of %s, and %s holds most of the log of %s"
                            .formatted(
                                    seen.state().node(),
                                    seen.state().sync().required(),
                                    seen.state().sync().members(),
                                    candidate.node(),
                                    examined));
        }
        return estimated(candidate, seen);
    }

    private LossEstimate estimated(NodeState.Standby candidate, PrimarySighting seen) {
        Lsn furthest = max(seen.state().written(), candidates.mostReceived());
        long bytes = Math.max(0, furthest.minus(candidate.received()));
        String reason = "%s had written up to %s when last seen at %s, %s received up to %s"
                .formatted(seen.state().node(), furthest, seen.at(), candidate.node(), candidate.received());
        if (bytes == 0) {
            return new LossEstimate(candidate.node(), true, false, 0, Duration.ZERO, 0, reason);
        }
        if (candidate.lastCommit().isEmpty()) {
            return new LossEstimate(
                    candidate.node(), false, false, bytes, Duration.ZERO, 0, reason + "; its last commit is not known");
        }
        Duration time = max(Duration.between(candidate.lastCommit().get(), seen.at()), Duration.ZERO);
        long transactions = Math.round(Math.ceil(seen.commitsPerSecond() * time.toMillis() / 1000.0));
        return new LossEstimate(candidate.node(), true, false, bytes, time, transactions, reason);
    }

    private static LossEstimate none(NodeState.Standby candidate, String reason) {
        return new LossEstimate(candidate.node(), true, true, 0, Duration.ZERO, 0, reason);
    }

    private static LossEstimate unknown(NodeState.Standby candidate) {
        return new LossEstimate(
                candidate.node(),
                false,
                false,
                0,
                Duration.ZERO,
                0,
                "nobody saw a primary of timeline %d alive"
                        .formatted(candidate.identity().timeline()));
    }

    private static <T extends Comparable<T>> T max(T one, T other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
