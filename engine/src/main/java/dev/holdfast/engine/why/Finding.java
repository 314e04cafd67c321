package dev.holdfast.engine.why;

import dev.holdfast.engine.detection.LagVerdict;
import dev.holdfast.engine.detection.StandbyLag;
import dev.holdfast.engine.detection.Vote;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one detector says, and which runbooks name its condition.
 *
 * @param trigger the condition
 * @param reason one sentence for people
 */
public record Finding(
        String trigger, Judgement judgement, String reason, List<Witness> witnesses, List<Response> responses) {

    public Finding {
        witnesses = List.copyOf(witnesses);
        responses = List.copyOf(responses);
    }

    /** Of a primary that was examined. */
    public static Finding ofPrimary(String trigger, Verdict verdict, List<Vote> votes, List<Response> responses) {
        Judgement judgement = switch (verdict) {
            case Verdict.Alive _ -> Judgement.QUIET;
            case Verdict.Suspect _ -> Judgement.SUSPECT;
            case Verdict.Down _ -> Judgement.FIRES;
            case Verdict.Blind _ -> Judgement.BLIND;
        };
        return new Finding(
                trigger,
                judgement,
                verdict.reason(),
                votes.stream().map(Finding::witness).toList(),
                responses);
    }

    private static Witness witness(Vote vote) {
        return new Witness(
                vote.look().source().kind().name().toLowerCase(Locale.ROOT),
                vote.look().source().name(),
                vote.look().sign().name().toLowerCase(Locale.ROOT),
                vote.failingSince(),
                vote.look().detail());
    }

    /** Of a replication that was looked at. */
    public static Finding ofLag(String trigger, LagVerdict verdict, List<Response> responses) {
        Judgement judgement = switch (verdict) {
            case LagVerdict.Fine _ -> Judgement.QUIET;
            case LagVerdict.Critical _ -> Judgement.FIRES;
            case LagVerdict.Blind _ -> Judgement.BLIND;
        };
        return new Finding(
                trigger,
                judgement,
                verdict.reason(),
                verdict.votes().stream().map(Finding::witness).toList(),
                responses);
    }

    private static Witness witness(StandbyLag lag) {
        String saw = lag.answers() ? lag.time().map(Finding::behind).orElse("behind") : "no answer";
        return new Witness(
                "standby", lag.standby(), saw, Optional.empty(), lag.answers() ? lag.bytes() + " bytes behind" : "");
    }

    private static String behind(Duration lag) {
        return lag.isZero() ? "caught up" : DurationText.format(lag) + " behind";
    }

    /**
     * Of the regions, as far as one condition of them goes.
     *
     * @param fires whether a verdict is that condition
     */
    public static Finding ofRegions(
            String trigger, List<RegionVerdict> verdicts, Predicate<RegionVerdict> fires, List<Response> responses) {
        return new Finding(
                trigger,
                judgement(verdicts, fires),
                verdicts.stream()
                        .filter(verdict -> !(verdict instanceof RegionVerdict.Healthy))
                        .map(verdict -> "%s: %s".formatted(verdict.region(), verdict.reason()))
                        .reduce((one, other) -> one + "; " + other)
                        .orElse("all regions serve"),
                verdicts.stream().map(Finding::witness).toList(),
                responses);
    }

    private static Judgement judgement(List<RegionVerdict> verdicts, Predicate<RegionVerdict> fires) {
        if (verdicts.stream().anyMatch(fires)) {
            return Judgement.FIRES;
        }
        if (verdicts.stream().anyMatch(RegionVerdict.Suspect.class::isInstance)) {
            return Judgement.SUSPECT;
        }
        return verdicts.stream().anyMatch(RegionVerdict.Blind.class::isInstance) ? Judgement.BLIND : Judgement.QUIET;
    }

    private static Witness witness(RegionVerdict verdict) {
        String looks = "%d of %d looks are good"
                .formatted(
                        verdict.looks().stream()
                                .filter(look -> look.status() == Status.HEALTHY)
                                .count(),
                        verdict.looks().size());
        String saw = verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new Witness("region", verdict.region(), saw, Optional.empty(), looks);
    }

    /** Of a condition that nothing here can detect. */
    public static Finding noDetector(String trigger, List<Response> responses) {
        return new Finding(trigger, Judgement.NO_DETECTOR, "no detector", List.of(), responses);
    }
}
