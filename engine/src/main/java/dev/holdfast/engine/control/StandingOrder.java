package dev.holdfast.engine.control;

import dev.holdfast.model.operator.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An approval that two people gave beforehand.
 *
 * @param id such as {@code so-3}
 * @param confirmed the second person, as soon as there is one
 * @param revoked whoever ended it before its time
 */
public record StandingOrder(
        String id,
        Control.StandingOrderProposed proposal,
        Decision proposed,
        String fingerprint,
        Optional<Decision> confirmed,
        Optional<Decision> revoked) {
    /** The longest time that one can be in force. */
    public static final Duration LONGEST = Duration.ofDays(90);

    /** Where it stands. */
    public enum Status {
        PROPOSED,
        IN_FORCE,
        EXPIRED,
        REVOKED
    }

    public Status status(Instant now) {
        if (revoked.isPresent()) {
            return Status.REVOKED;
        }
        if (!now.isBefore(proposal.expires())) {
            return Status.EXPIRED;
        }
        return confirmed.isPresent() ? Status.IN_FORCE : Status.PROPOSED;
    }

    /** Whether it is about a step of a run of this runbook; a runbook that was changed since is another one. */
    public boolean covers(String runbook, String hash, String step) {
        Control.Scope scope = proposal.scope();
        return scope.runbook().equals(runbook)
                && scope.hash().equals(hash)
                && (scope.steps().isEmpty() || scope.steps().contains(step));
    }

    /** The two people; one as long as there is no second. */
    public String givenBy() {
        return confirmed
                .map(second -> "%s and %s".formatted(proposed.by(), second.by()))
                .orElse(proposed.by().toString());
    }

    StandingOrder confirmedBy(Decision decision) {
        return new StandingOrder(id, proposal, proposed, fingerprint, Optional.of(decision), revoked);
    }

    StandingOrder revokedBy(Decision decision) {
        return new StandingOrder(id, proposal, proposed, fingerprint, confirmed, Optional.of(decision));
    }

    /** Whether somebody can be the second person. */
    boolean canBeConfirmedBy(Actor second, Control.StandingOrderConfirmed what) {
        return confirmed.isEmpty()
                && revoked.isEmpty()
                && what.fingerprint().equals(fingerprint)
                && !proposed.by().isSameAs(second);
    }
}
