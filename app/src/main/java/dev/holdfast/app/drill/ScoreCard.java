package dev.holdfast.app.drill;

import dev.holdfast.lab.judge.Durability;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.lab.judge.Outage;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.topology.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a drill came to. Everything but {@code run} and the split comes from the judge.
 *
 * @param fault the sentence, such as {@code crash primary}
 * @param run how Holdfast's run ended; empty in the control, in which nobody recovers anything
 * @param phases where the time went
 * @param took the whole drill
 */
public record ScoreCard(
        String fault,
        Objective objective,
        Judgement judgement,
        Optional<RunOutcome> run,
        Optional<Phases> phases,
        Duration took) {

    /** Every objective that was missed, in words; empty when the drill passed. */
    public List<String> misses() {
        List<String> misses = new ArrayList<>();
        judgement.obstacles().forEach(obstacle -> misses.add("%s: %s".formatted(obstacle.region(), obstacle.detail())));
        rto().filter(rto -> rto.compareTo(objective.rto()) > 0).ifPresent(_ -> misses.add("RTO missed"));
        rpo().filter(rpo -> rpo.compareTo(objective.rpo()) > 0).ifPresent(_ -> misses.add("RPO missed"));
        judgement
                .durability()
                .map(Durability::lost)
                .filter(lost -> lost > 0)
                .ifPresent(lost -> misses.add("%d acknowledged writes lost".formatted(lost)));
        judgement
                .durability()
                .map(Durability::doubleRows)
                .filter(rows -> rows > 0)
                .ifPresent(rows -> misses.add("%d rows are there twice".formatted(rows)));
        long contradictions = judgement.contradictions().reads();
        if (contradictions > 0) {
            misses.add("%d reads contradicted an acknowledged write".formatted(contradictions));
        }
        run.filter(outcome -> outcome != RunOutcome.SUCCEEDED)
                .ifPresent(outcome -> misses.add("the run ended as " + outcome));
        return List.copyOf(misses);
    }

    /** A drill with recovery passes when nothing was missed. */
    public boolean passed() {
        return run.isPresent() && misses().isEmpty();
    }

    /** A control passes when the fault, left alone, is still there at the end: only then do the drills prove anything. */
    public boolean controlHolds() {
        return run.isEmpty()
                && !judgement.recovered()
                && judgement.longestOutage().map(Outage::ongoing).orElse(false);
    }

    /** Time without acknowledged writes in the region that waited longest, once it is over. */
    public Optional<Duration> rto() {
        return judgement.longestOutage().filter(outage -> !outage.ongoing()).map(Outage::length);
    }

    /** How far back acknowledged writes are lost; empty when nobody could look. */
    public Optional<Duration> rpo() {
        return judgement.durability().map(Durability::lossSpan);
    }

    /** The same card for a drill that took this long in all. */
    public ScoreCard lasting(Duration whole) {
        return new ScoreCard(fault, objective, judgement, run, phases, whole);
    }
}
