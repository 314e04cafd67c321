package dev.holdfast.operations.database;

import static dev.holdfast.operations.database.Clusters.ANY_1;
import static dev.holdfast.operations.database.Clusters.candidates;
import static dev.holdfast.operations.database.Clusters.dead;
import static dev.holdfast.operations.database.Clusters.primary;
import static dev.holdfast.operations.database.Clusters.seen;
import static dev.holdfast.operations.database.Clusters.situation;
import static dev.holdfast.operations.database.Clusters.standby;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.LossEstimate;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.SyncPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The loss")
class LossRuleTest {
    private static final Optional<PrimarySighting> SYNC = Optional.of(seen(primary("primary", 1, 1000, ANY_1)));
    private static final Optional<PrimarySighting> ASYNC =
            Optional.of(seen(primary("primary", 1, 1000, SyncPolicy.ASYNCHRONOUS)));

    private static LossEstimate loss(Situation situation, String candidate) {
        return new LossRule(situation, candidates(situation))
                .estimate(situation.state().standby(candidate).orElseThrow());
    }

    @Test
    @DisplayName("is proven to be zero for the most advanced of all the standbys that confirm commits")
    void provenZero() {
        Situation situation = situation(
                SYNC, dead("primary"), standby("replica1", 1, 990, "primary"), standby("replica2", 1, 980, "primary"));
        assertThat(loss(situation, "replica1").provenZero()).isTrue();
        assertThat(loss(situation, "replica1").figure()).isEqualTo("0s");
    }

    @Test
    @DisplayName("is reasoned in the same words by every process, as the approval of a plan is bound to its words")
    void sameWords() {
        Situation situation = situation(
                SYNC, dead("primary"), standby("replica1", 1, 980, "primary"), standby("replica2", 1, 990, "primary"));
        assertThat(loss(situation, "replica2").reason()).endsWith("holds most of the log of [replica1, replica2]");
    }

    @Test
    @DisplayName("is not proven to be zero when a standby that may have confirmed alone is not there to be asked")
    void notProven() {
        Situation situation =
                situation(SYNC, dead("primary"), standby("replica1", 1, 990, "primary"), dead("replica2"));
        assertThat(loss(situation, "replica1").provenZero()).isFalse();
    }

    @Test
    @DisplayName("of a standby that is behind another is what it lacks, in bytes, seconds and transactions")
    void behind() {
        Situation situation = situation(
                ASYNC, dead("primary"), standby("replica1", 1, 400, "primary"), standby("replica2", 1, 980, "primary"));
        LossEstimate loss = loss(situation, "replica1");
        assertThat(loss.bytes()).isEqualTo(600);
        assertThat(loss.time()).isEqualTo(Duration.ofSeconds(5));
        assertThat(loss.transactions()).isEqualTo(500);
        assertThat(loss.figure()).isEqualTo("5s");
    }

    @Test
    @DisplayName("is nothing when the standby holds all that the primary was seen to have written")
    void nothingMissing() {
        Situation situation =
                situation(ASYNC, dead("primary"), standby("replica1", 1, 1000, "primary"), dead("replica2"));
        LossEstimate loss = loss(situation, "replica1");
        assertThat(loss.known()).isTrue();
        assertThat(loss.bytes()).isZero();
        assertThat(loss.figure()).isEqualTo("0s");
    }

    @Test
    @DisplayName("is unknown when nobody saw the primary alive, or only one before a later promotion")
    void unknown() {
        Situation never =
                situation(Optional.empty(), dead("primary"), standby("replica1", 1, 990, "primary"), dead("replica2"));
        assertThat(loss(never, "replica1").figure()).isEqualTo("unknown");
        Situation outdated =
                situation(SYNC, dead("primary"), standby("replica1", 2, 990, "replica2"), dead("replica2"));
        assertThat(loss(outdated, "replica1").known()).isFalse();
    }

    @Test
    @DisplayName("is zero from a primary that lives, because it is shut down in good order")
    void alive() {
        NodeState.Primary alive = primary("primary", 1, 1000, SyncPolicy.ASYNCHRONOUS);
        Situation situation = situation(ASYNC, alive, standby("replica1", 1, 400, "primary"), dead("replica2"));
        assertThat(loss(situation, "replica1").provenZero()).isTrue();
    }
}
