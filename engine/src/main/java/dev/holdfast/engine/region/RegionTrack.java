package dev.holdfast.engine.region;

import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionDetection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one region was over time, as far as it matters. Pure.
 *
 * @param newest the last verdict
 * @param downSince when the first round of the present unbroken series was begun in which it was down; empty unless it is
 * @param rounds how many rounds that series has
 * @param ended when the last round ended
 */
record RegionTrack(RegionVerdict newest, Optional<Instant> downSince, int rounds, Instant ended) {
    /** However long they took, fewer are not believed. */
    private static final int ROUNDS_NEEDED = 3;

    static RegionTrack of(RegionVerdict verdict, Instant began, Instant ended) {
        boolean down = verdict.isDown();
        return new RegionTrack(verdict, down ? Optional.of(began) : Optional.empty(), down ? 1 : 0, ended);
    }

    /**
     * As it was after another round.
     *
     * @param longest how much time may lie between two rounds: after a longer gap Holdfast itself was held up, and begins anew
     */
    RegionTrack then(RegionVerdict verdict, Instant began, Instant over, Duration longest) {
        boolean unbroken = downSince.isPresent() && !began.isAfter(ended.plus(longest));
        return unbroken && verdict.isDown()
                ? new RegionTrack(verdict, downSince, rounds + 1, over)
                : of(verdict, began, over);
    }

    /** Whether it was down in every look for so long that it counts. */
    boolean isLost(RegionDetection policy, Instant now) {
        return rounds >= ROUNDS_NEEDED
                && downSince
                        .filter(since -> !Duration.between(since, now)
                                .minus(policy.silence())
                                .isNegative())
                        .isPresent();
    }

    /** What may be said of it now: what has not lasted is no more than a suspicion. */
    RegionVerdict standing(RegionDetection policy, Instant now) {
        if (!newest.isDown() || isLost(policy, now)) {
            return newest;
        }
        long millis =
                downSince.map(since -> Duration.between(since, now).toMillis()).orElse(0L);
        return new RegionVerdict.Suspect(
                newest.region(),
                newest.looks(),
                "for %d ms, which is not long enough: %s".formatted(millis, newest.reason()));
    }
}
