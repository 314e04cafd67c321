package dev.holdfast.drivers.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TwinLogTest {
    private static final TwinLog LOG = TwinLog.of("7001", 1, 100);

    @Test
    void aLongerLogOfTheSameTimelineContainsAShorterOne() {
        assertThat(LOG.with(20).contains(LOG)).isTrue();
        assertThat(LOG.contains(LOG.with(20))).isFalse();
    }

    @Test
    void aPromotedLogContainsWhatWasWrittenBeforeAndNothingThatWasWrittenElsewhereSince() {
        TwinLog promoted = LOG.promoted("replica1").with(50);
        assertThat(promoted.timeline()).isEqualTo(2);
        assertThat(promoted.contains(LOG)).isTrue();
        assertThat(promoted.contains(LOG.with(1))).isFalse();
        assertThat(LOG.with(50).contains(promoted)).isFalse();
    }

    @Test
    void twoServersThatBeginTheSameTimelineHaveDifferentLogs() {
        TwinLog one = LOG.promoted("replica1");
        TwinLog other = LOG.promoted("replica2");
        assertThat(one.contains(other)).isFalse();
        assertThat(one.with(5).partsFrom(other.with(9))).isEqualTo(100);
    }

    @Test
    void logsPartWhereTheFirstOfThemLeft() {
        assertThat(LOG.with(30).partsFrom(LOG.promoted("replica1").with(50))).isEqualTo(100);
        assertThat(LOG.partsFrom(LOG.with(7))).isEqualTo(100);
        assertThat(LOG.partsFrom(TwinLog.of("9999", 1, 100))).isZero();
    }
}
