package dev.holdfast.engine.control;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A decision of a person that holds for all runs, until another one ends it. */
public sealed interface Control {

    /** Holdfast starts nothing by itself any more, and standing orders do not count. */
    record Disarmed(String reason) implements Control {}

    /** The end of that. */
    record Armed(String reason) implements Control {}

    /** Only somebody who proves who they are can say it. */
    sealed interface ByProven extends Control {}

    /** A standing order, by one of the two people it takes. */
    record StandingOrderProposed(Scope scope, Set<Guard> guards, Instant expires, String reason) implements ByProven {
        public StandingOrderProposed {
            guards = Set.copyOf(guards);
        }

        /** In a fixed order. */
        List<String> guardWords() {
            return new TreeSet<>(guards).stream().map(Guard::word).toList();
        }
    }

    /**
     * The other one of the two says yes.
     *
     * @param fingerprint of what was proposed
     */
    record StandingOrderConfirmed(String id, String fingerprint) implements ByProven {}

    /** A standing order counts no more. */
    record StandingOrderRevoked(String id, String reason) implements Control {}

    /** Until then no step needs an approval. */
    record BreakGlassOpened(String reason, Instant until) implements ByProven {}

    /** Approvals are needed again. */
    record BreakGlassClosed(String id) implements Control {}

    /** Another person looked at what was done. */
    record BreakGlassReviewed(String id, String comment) implements ByProven {}

    /**
     * What a standing order is about.
     *
     * @param hash of the text of the runbook that the two people had in mind
     * @param steps none means every step of the runbook
     */
    record Scope(String runbook, String hash, List<String> steps) {
        public Scope {
            steps = List.copyOf(steps);
        }
    }
}
