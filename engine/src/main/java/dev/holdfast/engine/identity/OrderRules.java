package dev.holdfast.engine.identity;

import dev.holdfast.engine.identity.Identity.Said;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Runbook;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who may give which order.
 *
 * <pre>
 * approve, reject            the role that the step asks for, at least approver; proven
 * every other order          operator
 * </pre>
 *
 * <p>Invariant: no approval counts that was not signed for this very run, step and plan, or that comes from whoever may have asked
 * for the run. See docs/decisions/0008-who-is-who.md.
 */
public final class OrderRules implements OrderCheck {
    private final Identity identity;
    private final OrderBook book;
    private final InstantSource clock;

    public OrderRules(Identity identity, OrderBook book, InstantSource clock) {
        this.identity = identity;
        this.book = book;
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(
            RunId run, Event.RunStarted begin, Optional<ApprovalRule> rule, PlacedOrder order) {
        return examine(run, begin, rule, order).map(Objection::reason);
    }

    /** As {@link #objection}, with its code. */
    public Optional<Objection> examine(
            RunId run, Event.RunStarted begin, Optional<ApprovalRule> rule, PlacedOrder placed) {
        String text = SignedOrder.text(run, begin.hash(), placed.by(), placed.at(), placed.order())
                .toString();
        Said said = new Said(placed.by(), text, placed.signature());
        return switch (placed.order()) {
            case Order.Approve approve ->
                identity.objectionUnlessProven(said, approvers(rule))
                        .or(() -> ownRequest(begin.requestedBy(), placed.by()))
                        .or(() -> expired(approve))
                        .or(() -> replay(run, placed));
            case Order.Reject _ ->
                identity.objectionUnlessProven(said, approvers(rule)).or(() -> replay(run, placed));
            case Order.Proceed _, Order.Retry _, Order.Skip _, Order.Pause _, Order.Continue _, Order.Abort _ ->
                identity.objection(said, Role.OPERATOR).or(() -> replay(run, placed));
        };
    }

    /**
     * Why a person may not start a run of this runbook: somebody will have to approve a step of it, and that must not be the same
     * person, so it must be known who this is. Holdfast itself may always.
     */
    public Optional<Objection> startObjection(Runbook runbook, Actor requester) {
        boolean asksForApproval =
                runbook.steps().stream().anyMatch(step -> step.approval().isPresent());
        boolean wanted = asksForApproval && identity.operators().configured();
        return wanted && requester.kind() == Actor.Kind.ACCOUNT
                ? Optional.of(Objection.unproven(
                        "%s asks for a run of %s, a step of which another person must approve: say who you are"
                                .formatted(requester, runbook.name())))
                : Optional.empty();
    }

    private static Role approvers(Optional<ApprovalRule> rule) {
        return rule.map(ApprovalRule::role)
                .filter(role -> role.covers(Role.APPROVER))
                .orElse(Role.APPROVER);
    }

    private static Optional<Objection> ownRequest(Actor requester, Actor approver) {
        return switch (requester.kind()) {
            case AUTOMATIC -> Optional.empty();
            case PROVEN ->
                requester.isSameAs(approver)
                        ? Optional.of(Objection.notPermitted(
                                "%s asked for this run, and nobody approves their own request".formatted(approver)))
                        : Optional.empty();
            case ACCOUNT ->
                Optional.of(Objection.notPermitted("%s asked for this run, which may be %s; start it anew with --as"
                        .formatted(requester, approver)));
        };
    }

    private Optional<Objection> expired(Order.Approve approve) {
        return clock.instant().isBefore(approve.expires())
                ? Optional.empty()
                : Optional.of(Objection.notPermitted("the approval expired at %s".formatted(approve.expires())));
    }

    /** The time is part of what is signed, to the nanosecond: an order that says the same was written twice. */
    private Optional<Objection> replay(RunId run, PlacedOrder placed) {
        return book.after(run, 0).stream()
                .filter(other -> other.number() < placed.number() || placed.number() == 0)
                .filter(other -> other.at().equals(placed.at())
                        && other.by().equals(placed.by())
                        && other.order().equals(placed.order()))
                .findFirst()
                .map(first -> Objection.notPermitted("it is a copy of order %d".formatted(first.number())));
    }
}
