package dev.holdfast.operations.database;

import static dev.holdfast.operations.database.Clusters.ANY_1;
import static dev.holdfast.operations.database.Clusters.dead;
import static dev.holdfast.operations.database.Clusters.detached;
import static dev.holdfast.operations.database.Clusters.primary;
import static dev.holdfast.operations.database.Clusters.seen;
import static dev.holdfast.operations.database.Clusters.situation;
import static dev.holdfast.operations.database.Clusters.standby;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.PrimarySighting;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is known of a cluster")
class SituationTest {
    private static final Optional<PrimarySighting> OLD = Optional.of(seen(primary("primary", 1, 1000, ANY_1)));

    @Test
    @DisplayName("a primary that woke up on an older timeline is not the current one")
    void wokenPrimary() {
        Situation woken = situation(
                OLD,
                primary("primary", 1, 1200, ANY_1),
                primary("replica1", 2, 1100, ANY_1),
                standby("replica2", 2, 1100, "replica1"));
        assertThat(woken.currentPrimary().orElseThrow().node()).isEqualTo("replica1");
        assertThat(woken.rivals("replica1")).containsExactly("primary");
    }

    @Test
    @DisplayName("a primary of an older timeline is not current even when it alone answers as primary")
    void onlyOldPrimaryAnswers() {
        Situation behind = situation(
                OLD, primary("primary", 1, 1200, ANY_1), dead("replica1"), standby("replica2", 2, 1100, "replica1"));
        assertThat(behind.currentPrimary()).isEmpty();
        assertThat(behind.lastPrimary()).contains("replica1");
        assertThat(behind.rivals("replica2")).containsExactly("primary", "replica1");
    }

    @Test
    @DisplayName("what is remembered does not count when there was a promotion since")
    void outdatedMemory() {
        Situation after = situation(
                OLD, standby("primary", 2, 1100, "replica1"), dead("replica1"), detached("replica2", 2, 1100));
        assertThat(after.validSighting()).isEmpty();
        assertThat(after.lastPrimary()).contains("replica1");
        assertThat(after.rivals("replica2")).containsExactly("replica1");
    }

    @Test
    @DisplayName("when nobody knows who was primary, every server that is no standby is a rival")
    void nothingKnown() {
        Situation blind = situation(Optional.empty(), dead("primary"), detached("replica1", 1, 1000), dead("replica2"));
        assertThat(blind.lastPrimary()).isEmpty();
        assertThat(blind.rivals("replica1")).containsExactly("primary", "replica2");
    }

    @Test
    @DisplayName("a standby without a configured upstream whose receiver still runs is not cut off")
    void receiverStillRuns() {
        Situation detaching = situation(
                OLD, dead("primary"), ReceivingStandby.withoutConfiguration("replica1"), detached("replica2", 1, 1000));
        assertThat(detaching.isCutOffFrom("primary", "replica1")).isFalse();
        assertThat(detaching.isCutOffFrom("primary", "replica2")).isTrue();
    }
}
