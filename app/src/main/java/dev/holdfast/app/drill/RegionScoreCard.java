package dev.holdfast.app.drill;

import dev.holdfast.lab.judge.ClientsOfRegion;
import dev.holdfast.lab.judge.ClientsOfRegion.Waiting;
import dev.holdfast.lab.judge.Durability;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.lab.judge.Outage;
import dev.holdfast.lab.judge.Tail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the drill of a lost region came to. Everything but the moments of the run comes from the judge.
 *
 * @param scene what happened, such as {@code crash region us-east-1}
 * @param kind of drill
 * @param promised how long a client may go unserved
 * @param moments of Holdfast's run; empty when there was none
 * @param tail who still went to the region after the last change; empty when they were to come back
 * @param complaints about what did not become of the run
 */
public record RegionScoreCard(
        String scene,
        Kind kind,
        Duration promised,
        Judgement judgement,
        Optional<Moments> moments,
        Optional<Tail> tail,
        List<String> complaints) {

    /** What a drill shows. */
    public enum Kind {
        /** The region is lost, and recovered from. */
        LOSS,
        /** The region is lost, and nobody does anything about it. */
        CONTROL,
        /** The region is left and returned to while it serves. */
        PLANNED
    }

    /**
     * How long Holdfast took, by its journal.
     *
     * @param noticed from the fault to the beginning of the run
     * @param proved from the beginning of the run to the proof that the region is lost
     * @param changed from that proof, which is the decision, to the last change of what leads clients
     */
    public record Moments(Duration noticed, Duration proved, Duration changed) {}

    public RegionScoreCard {
        complaints = List.copyOf(complaints);
    }

    /** Whoever waited longest for an acknowledged write after the fault; somebody who waits still before all others. */
    public Optional<Waiting> slowest() {
        return judgement.routing().clients().stream()
                .map(ClientsOfRegion::slowest)
                .flatMap(Optional::stream)
                .max(Comparator.comparing((Waiting waiting) -> waiting.outage().ongoing())
                        .thenComparing(waiting -> waiting.outage().length()));
    }

    public boolean passed() {
        return kind == Kind.CONTROL ? controlHolds() : misses().isEmpty();
    }

    private boolean controlHolds() {
        return !judgement.recovered()
                && judgement.longestOutage().map(Outage::ongoing).orElse(false);
    }

    /** Every promise that was not kept, in words. */
    public List<String> misses() {
        List<String> misses = new ArrayList<>(complaints);
        judgement.obstacles().forEach(obstacle -> misses.add("%s: %s".formatted(obstacle.region(), obstacle.detail())));
        slowest()
                .filter(waiting ->
                        waiting.outage().ongoing() || waiting.outage().length().compareTo(promised) > 0)
                .ifPresent(waiting -> misses.add("a client in %s waited %d ms, and %d ms is promised"
                        .formatted(waiting.country(), waiting.outage().length().toMillis(), promised.toMillis())));
        judgement
                .durability()
                .ifPresentOrElse(rows -> addRows(rows, misses), () -> misses.add("the rows could not be read"));
        if (judgement.contradictions().reads() > 0) {
            misses.add("%d reads contradicted an acknowledged write"
                    .formatted(judgement.contradictions().reads()));
        }
        long failed = judgement.overall().requests().failed();
        if (kind == Kind.PLANNED && failed > 0) {
            misses.add("%d requests failed although the region served all the while".formatted(failed));
        }
        return List.copyOf(misses);
    }

    private static void addRows(Durability rows, List<String> misses) {
        if (rows.lost() > 0) {
            misses.add("%d acknowledged writes lost".formatted(rows.lost()));
        }
        if (rows.doubleRows() > 0) {
            misses.add("%d rows are there twice".formatted(rows.doubleRows()));
        }
    }
}
