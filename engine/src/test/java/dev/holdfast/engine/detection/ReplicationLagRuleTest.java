package dev.holdfast.engine.detection;

import static dev.holdfast.engine.testkit.Topologies.primary;
import static dev.holdfast.engine.testkit.Topologies.standby;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.testkit.Topologies;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicationLagRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(90);

    private final ReplicationLagRule rule = new ReplicationLagRule(
            Topologies.orders(Duration.ofMinutes(5)).databases().getFirst());

    private LagVerdict judge(long before, NodeState... states) {
        return rule.judge(new ClusterState(List.of(primary(before, 0))), new ClusterState(List.of(states)), NOW);
    }

    @Test
    void whatIsOnItsWayIsNoLag() {
        LagVerdict verdict =
                judge(1000, primary(5000, 0), standby("replica1", 1000, LONG_AGO), standby("replica2", 4000, LONG_AGO));

        assertThat(verdict).isInstanceOf(LagVerdict.Fine.class);
        assertThat(verdict.votes()).extracting(StandbyLag::time).containsOnly(Optional.of(Duration.ZERO));
    }

    @Test
    void isCriticalWhenNoStandbyCouldBePromotedWithinTheObjective() {
        LagVerdict verdict =
                judge(1000, primary(5000, 0), standby("replica1", 999, LONG_AGO), standby("replica2", 500, LONG_AGO));

        assertThat(verdict).isInstanceOf(LagVerdict.Critical.class);
        assertThat(verdict.reason())
                .isEqualTo("no standby is within the RPO of 1m: replica1 lacks 4001 bytes and is 90s behind,"
                        + " replica2 lacks 4500 bytes and is 90s behind");
    }

    @Test
    void oneStandbyThatKeepsUpIsEnoughAndTheOtherIsNamed() {
        LagVerdict verdict =
                judge(1000, primary(5000, 0), standby("replica1", 1000, LONG_AGO), standby("replica2", 500, LONG_AGO));

        assertThat(verdict).isInstanceOf(LagVerdict.Fine.class);
        assertThat(verdict.reason()).contains("not every standby", "replica2 lacks 4500 bytes");
    }

    @Test
    void aStandbyThatIsBehindForLessThanTheObjectiveIsFine() {
        assertThat(judge(
                        1000,
                        primary(5000, 0),
                        standby("replica1", 999, NOW.minusSeconds(60)),
                        standby("replica2", 999, NOW.minusSeconds(61))))
                .isInstanceOf(LagVerdict.Fine.class);
    }

    @Test
    void aStandbyThatDoesNotAnswerCanTakeNothingOver() {
        LagVerdict verdict = judge(1000, primary(5000, 0), standby("replica1", 999, LONG_AGO));

        assertThat(verdict).isInstanceOf(LagVerdict.Critical.class);
        assertThat(verdict.reason()).contains("replica2 is no standby that answers");
    }

    @Test
    void withoutAPrimaryThereIsNothingToLagBehind() {
        assertThat(judge(1000, standby("replica1", 999, LONG_AGO))).isInstanceOf(LagVerdict.Blind.class);
    }
}
