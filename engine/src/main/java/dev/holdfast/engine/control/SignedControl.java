package dev.holdfast.engine.control;

import dev.holdfast.engine.identity.SignedText;
import dev.holdfast.model.operator.Actor;
import java.time.Instant;

/** What a person signs who decides something for all runs. */
public final class SignedControl {
    private SignedControl() {}

    /**
     * The text.
     *
     * @param site the name of the topology, so that what was meant for one does not hold for another
     */
    public static SignedText text(String site, Actor by, Instant at, Control control) {
        return fields(SignedText.of("control").field("site", site).said(by, at), control);
    }

    /** What tells one control from another that has the same words. */
    static String fingerprint(Actor by, Instant at, Control control) {
        return fields(SignedText.of("fingerprint").said(by, at), control).fingerprint();
    }

    private static SignedText fields(SignedText text, Control control) {
        return switch (control) {
            case Control.Disarmed disarmed -> text.field("control", "disarm").field("reason", disarmed.reason());
            case Control.Armed armed -> text.field("control", "arm").field("reason", armed.reason());
            case Control.StandingOrderProposed proposed ->
                text.field("control", "propose a standing order")
                        .field("runbook", proposed.scope().runbook())
                        .field("hash", proposed.scope().hash())
                        .field("steps", proposed.scope().steps())
                        .field("guards", proposed.guardWords())
                        .field("expires", proposed.expires())
                        .field("reason", proposed.reason());
            case Control.StandingOrderConfirmed confirmed ->
                text.field("control", "confirm a standing order")
                        .field("id", confirmed.id())
                        .field("fingerprint", confirmed.fingerprint());
            case Control.StandingOrderRevoked revoked ->
                text.field("control", "revoke a standing order")
                        .field("id", revoked.id())
                        .field("reason", revoked.reason());
            case Control.BreakGlassOpened opened ->
                text.field("control", "open break-glass")
                        .field("reason", opened.reason())
                        .field("until", opened.until());
            case Control.BreakGlassClosed closed ->
                text.field("control", "close break-glass").field("id", closed.id());
            case Control.BreakGlassReviewed reviewed ->
                text.field("control", "review break-glass")
                        .field("id", reviewed.id())
                        .field("comment", reviewed.comment());
        };
    }
}
