package dev.holdfast.engine.detection;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether replication lags so much that a failure of the primary would break the recovery point objective. Pure.
 *
 * <p>A standby lags when it lacks, at the second of two looks, what the primary had written at the first: so neither an idle
 * primary nor what is on its way at the moment counts. It lags by the age of its newest commit. It is critical when no standby is
 * left that could be promoted within the objective; that is a reason to mend the replication, and none to fail over a primary
 * that lives.
 */
public final class ReplicationLagRule {
    private final DatabaseSpec spec;

    public ReplicationLagRule(DatabaseSpec spec) {
        this.spec = spec;
    }

    /**
     * Judges two looks at the same cluster.
     *
     * @param first some time before {@code second}
     * @param now when the second look was taken
     */
    public LagVerdict judge(ClusterState first, ClusterState second, Instant now) {
        Optional<NodeState.Primary> primary = second.primary();
        Optional<NodeState.Primary> before = first.primary()
                .filter(seen ->
                        primary.isPresent() && seen.node().equals(primary.get().node()));
        if (primary.isEmpty() || before.isEmpty()) {
            return new LagVerdict.Blind("no primary answers, so nobody can say how far the standbys are behind it");
        }
        List<StandbyLag> lags = spec.nodeNames().stream()
                .filter(node -> !node.equals(primary.get().node()))
                .map(node -> lag(node, before.get().written(), primary.get().written(), second, now))
                .toList();
        return judge(lags);
    }

    private static StandbyLag lag(String node, Lsn before, Lsn written, ClusterState second, Instant now) {
        Optional<NodeState.Standby> standby = second.standby(node);
        if (standby.isEmpty()) {
            return new StandbyLag(node, false, 0, Optional.empty());
        }
        Lsn received = standby.get().received();
        if (received.compareTo(before) >= 0) {
            return new StandbyLag(node, true, 0, Optional.of(Duration.ZERO));
        }
        Optional<Duration> age = standby.get().lastCommit().map(commit -> Duration.between(commit, now));
        return new StandbyLag(node, true, written.minus(received), age);
    }

    private LagVerdict judge(List<StandbyLag> lags) {
        Duration rpo = spec.objective().rpo();
        String objective = "the RPO of " + DurationText.format(rpo);
        List<String> late = lags.stream()
                .filter(lag -> !lag.within(rpo))
                .map(ReplicationLagRule::described)
                .toList();
        if (late.size() == lags.size()) {
            return new LagVerdict.Critical(
                    lags, "no standby is within %s: %s".formatted(objective, String.join(", ", late)));
        }
        return new LagVerdict.Fine(
                lags,
                late.isEmpty()
                        ? "every standby is within " + objective
                        : "not every standby is within %s: %s".formatted(objective, String.join(", ", late)));
    }

    private static String described(StandbyLag lag) {
        if (!lag.answers()) {
            return lag.standby() + " is no standby that answers";
        }
        return "%s lacks %d bytes and is %s behind"
                .formatted(
                        lag.standby(),
                        lag.bytes(),
                        lag.time().map(DurationText::format).orElse("an unknown time"));
    }
}
