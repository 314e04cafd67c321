package dev.holdfast.engine.detection;

import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source.Kind;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.detection.Verdict.Cause;
import dev.holdfast.model.topology.DetectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether a primary is down. Pure: evidence in, verdict out.
 *
 * <pre>
 * 1. A direct probe or a canary write that shows life: the primary is up, whatever the others say.
 * 2. A standby that still hears its primary: it is at most Holdfast's own view that is broken.
 * 3. From here on every direct probe, every canary and every standby that can tell must have failed, at least two probes,
 *    one canary and one standby among them. Otherwise Holdfast is blind and says so.
 * 4. The primary's host says that its process was killed: down, at once.
 * 5. It was stopped in good order: down when it does not come back within the restart grace.
 * 6. Otherwise silence must have lasted, on all paths, while Holdfast itself was awake.
 * </pre>
 *
 * <p>Invariant: {@code Down} is never said while any source saw life after the failure began, nor on the word of one kind of
 * source alone. See docs/decisions/0004-detection.md.
 */
final class PrimaryDownRule {
    private static final int PROBES_NEEDED = 2;

    private final DetectionPolicy policy;

    PrimaryDownRule(DetectionPolicy policy) {
        this.policy = policy;
    }

    Verdict judge(Evidence evidence, Instant now) {
        Optional<Verdict> life = life(evidence);
        if (life.isPresent()) {
            return life.get();
        }
        Optional<String> missing = missing(evidence);
        if (missing.isPresent()) {
            return new Verdict.Blind(evidence.votes(), missing.get());
        }
        if (processWasKilled(evidence)) {
            return new Verdict.Down(
                    evidence.votes(), Cause.CRASHED, "every path fails, and its host says that its process is gone");
        }
        return stoppedInGoodOrder(evidence) ? afterStop(evidence, now) : afterSilence(evidence, now);
    }

    /** A server that shuts down still answers for a moment after it said so; life in that moment does not unsay it. */
    private boolean stoppedInGoodOrder(Evidence evidence) {
        Instant earliest = evidence.lastLife().minus(policy.restartGrace());
        return evidence.lastStopping()
                .filter(stopped -> stopped.isAfter(earliest))
                .isPresent();
    }

    private Optional<Verdict> life(Evidence evidence) {
        if (anyShowsLife(evidence, Kind.PROBE) || anyShowsLife(evidence, Kind.CANARY)) {
            boolean doubted = Stream.of(Kind.PROBE, Kind.CANARY, Kind.REPLICA)
                    .flatMap(evidence::of)
                    .anyMatch(Track::fails);
            return Optional.of(
                    doubted
                            ? new Verdict.Suspect(evidence.votes(), "it lives, but not every path reaches it")
                            : new Verdict.Alive(evidence.votes(), "it answers"));
        }
        if (anyShowsLife(evidence, Kind.REPLICA)) {
            return Optional.of(
                    new Verdict.Suspect(evidence.votes(), "Holdfast does not reach it, but a standby still hears it"));
        }
        return Optional.empty();
    }

    private static Optional<String> missing(Evidence evidence) {
        if (notAllFail(evidence, Kind.PROBE)
                || evidence.of(Kind.PROBE).filter(Track::fails).count() < PROBES_NEEDED) {
            return Optional.of("fewer than %d direct probes have an answer yet".formatted(PROBES_NEEDED));
        }
        if (notAllFail(evidence, Kind.CANARY) || evidence.of(Kind.CANARY).noneMatch(Track::fails)) {
            return Optional.of("no canary write has an answer yet");
        }
        if (evidence.of(Kind.REPLICA).noneMatch(Track::fails)) {
            return Optional.of("no standby can tell, so it may be Holdfast that is cut off");
        }
        return Optional.empty();
    }

    private static boolean anyShowsLife(Evidence evidence, Kind kind) {
        return evidence.of(kind).anyMatch(Track::showsLife);
    }

    /** A source that was told of an orderly stop counts as failed: nothing is served there. */
    private static boolean notAllFail(Evidence evidence, Kind kind) {
        return evidence.of(kind)
                .anyMatch(track ->
                        !track.fails() && !track.abstains() && track.newest().sign() != Sign.STOPPING);
    }

    /** The host's word counts only when it was asked after the failure had begun. */
    private static boolean processWasKilled(Evidence evidence) {
        Optional<Instant> failureBegan = evidence.of(Kind.PROBE)
                .flatMap(track -> track.failingSince().stream())
                .min(Instant::compareTo);
        return evidence.of(Kind.HOST)
                .filter(track -> track.newest().sign() == Sign.REFUSED)
                .anyMatch(track ->
                        failureBegan.isPresent() && !track.newest().began().isBefore(failureBegan.get()));
    }

    private Verdict afterStop(Evidence evidence, Instant now) {
        Duration left = policy.restartGrace().minus(Duration.between(evidence.lastLife(), now));
        if (left.isPositive()) {
            return new Verdict.Suspect(
                    evidence.votes(),
                    "it was stopped in good order; it has %d s to come back"
                            .formatted(Math.ceilDiv(left.toMillis(), 1000L)));
        }
        return new Verdict.Down(
                evidence.votes(), Cause.STOPPED, "it was stopped in good order and did not come back in its time");
    }

    private Verdict afterSilence(Evidence evidence, Instant now) {
        if (evidence.stall().compareTo(policy.silence().dividedBy(3)) > 0) {
            return new Verdict.Suspect(
                    evidence.votes(),
                    "Holdfast itself was held up for %d ms, so its looks do not count yet"
                            .formatted(evidence.stall().toMillis()));
        }
        Duration quiet = Duration.between(evidence.lastLife(), now);
        if (quiet.compareTo(policy.silence()) < 0) {
            return new Verdict.Suspect(
                    evidence.votes(), "no sign of life on any path for %d ms".formatted(quiet.toMillis()));
        }
        return new Verdict.Down(
                evidence.votes(), Cause.SILENT, "no sign of life on any path for %d ms".formatted(quiet.toMillis()));
    }
}
