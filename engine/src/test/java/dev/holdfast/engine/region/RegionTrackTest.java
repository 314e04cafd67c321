package dev.holdfast.engine.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionDetection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTrackTest {
    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final Duration LONGEST_GAP = Duration.ofSeconds(3);
    private static final RegionDetection POLICY =
            new RegionDetection(Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofMinutes(5));
    private static final RegionVerdict WELL = new RegionVerdict.Healthy("east", List.of(), "it serves");
    private static final RegionVerdict LOST = new RegionVerdict.Unreachable("east", List.of(), "nothing answers");
    private static final RegionVerdict FAILING = new RegionVerdict.Failing("east", List.of(), "it serves nobody");

    /** Rounds that begin every so many milliseconds and take a tenth of a second. */
    private static RegionTrack rounds(long everyMillis, RegionVerdict... verdicts) {
        RegionTrack track = RegionTrack.of(verdicts[0], START, START.plusMillis(100));
        for (int i = 1; i < verdicts.length; i++) {
            Instant began = START.plusMillis(i * everyMillis);
            track = track.then(verdicts[i], began, began.plusMillis(100), LONGEST_GAP);
        }
        return track;
    }

    private static Instant after(long millis) {
        return START.plusMillis(millis);
    }

    @Test
    void aLossCountsWhenItHasLasted() {
        RegionTrack track = rounds(1000, LOST, LOST, LOST, LOST);
        assertThat(track.isLost(POLICY, after(2999))).isFalse();
        assertThat(track.isLost(POLICY, after(3000))).isTrue();
        assertThat(track.standing(POLICY, after(3000))).isEqualTo(LOST);
    }

    @Test
    void untilThenItIsASuspicion() {
        RegionVerdict standing = rounds(1000, LOST, LOST, LOST).standing(POLICY, after(2100));
        assertThat(standing).isInstanceOf(RegionVerdict.Suspect.class);
        assertThat(standing.reason()).isEqualTo("for 2100 ms, which is not long enough: nothing answers");
    }

    @Test
    void howItIsLostMayChange() {
        assertThat(rounds(1000, FAILING, LOST, FAILING, LOST).isLost(POLICY, after(3100)))
                .isTrue();
    }

    @Test
    void oneRoundInWhichItIsNotLostBeginsAnew() {
        RegionTrack track = rounds(1000, LOST, LOST, WELL, LOST, LOST);
        assertThat(track.isLost(POLICY, after(4500))).isFalse();
        assertThat(track.downSince()).contains(after(3000));
    }

    @Test
    void fewRoundsAreNotBelievedHoweverLongTheyTook() {
        assertThat(rounds(2500, LOST, LOST).isLost(POLICY, after(10_000))).isFalse();
        assertThat(rounds(2500, LOST, LOST, LOST).isLost(POLICY, after(10_000))).isTrue();
    }

    @Test
    void whoSleptBetweenTwoRoundsBeginsAnew() {
        RegionTrack before = rounds(500, LOST, LOST, LOST);
        RegionTrack woken = before.then(LOST, after(60_000), after(60_100), LONGEST_GAP);
        assertThat(woken.isLost(POLICY, after(60_100))).isFalse();
        assertThat(woken.downSince()).contains(after(60_000));
    }

    @Test
    void whatIsWellIsSaidAtOnce() {
        assertThat(rounds(500, LOST, LOST, WELL).standing(POLICY, after(1100))).isEqualTo(WELL);
    }
}
