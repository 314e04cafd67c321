package dev.holdfast.engine.control;

import dev.holdfast.engine.identity.Identity;
import dev.holdfast.engine.identity.Identity.Said;
import dev.holdfast.engine.identity.Objection;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import java.util.Optional;

/**
 * Who may decide what.
 *
 * <pre>
 * disarm, arm, revoke, close            operator; also an account that proves nothing, if the operators' file lets it be one
 * open break-glass                      operator, proven
 * propose, confirm, review              approver, proven
 * </pre>
 */
final class ControlRules {
    private final String site;
    private final Identity identity;

    ControlRules(String site, Identity identity) {
        this.site = site;
        this.identity = identity;
    }

    Operators operators() {
        return identity.operators();
    }

    Optional<Objection> objection(ControlEntry entry) {
        String text = SignedControl.text(site, entry.by(), entry.at(), entry.control())
                .toString();
        Said said = new Said(entry.by(), text, entry.signature());
        return switch (entry.control()) {
            case Control.Disarmed _, Control.Armed _, Control.StandingOrderRevoked _, Control.BreakGlassClosed _ ->
                identity.objection(said, Role.OPERATOR);
            case Control.BreakGlassOpened _ -> identity.objectionUnlessProven(said, Role.OPERATOR);
            case Control.StandingOrderProposed _, Control.StandingOrderConfirmed _, Control.BreakGlassReviewed _ ->
                identity.objectionUnlessProven(said, Role.APPROVER);
        };
    }
}
