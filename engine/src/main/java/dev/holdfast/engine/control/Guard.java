package dev.holdfast.engine.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must hold at the moment a standing order is needed; in the order in which they are judged, the dearest last. */
public enum Guard {
    /** What the plan would lose is known, and within the recovery point objective. */
    LOSS_WITHIN_RPO,
    /** Every source that there is voted that the primary is down; none abstained. */
    VOTES_UNANIMOUS,
    /** Within the last hour no other run of the runbook changed anything. */
    NOT_FLAPPING;

    /** As it is typed, such as {@code loss-within-rpo}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The guard of that word. */
    public static Optional<Guard> of(String word) {
        return Arrays.stream(values())
                .filter(guard -> guard.word().equals(word))
                .findFirst();
    }

    /** Every word that there is. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Guard::word).toList();
    }
}
