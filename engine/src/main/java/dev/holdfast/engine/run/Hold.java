package dev.holdfast.engine.run;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.runbook.ApprovalRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step waits for, and what people have said to it so far. It is bound to one plan: another plan makes another hold, with
 * nothing said to it.
 *
 * @param digest of the plan that people are shown
 * @param checkpoint whether somebody must let the step proceed
 * @param approval who must permit it
 * @param until when nobody has by then, the step is refused
 * @param proceeds whether somebody let it proceed
 * @param approvals one for each person
 * @param permission identity of a permission given beforehand that covers it
 */
public record Hold(
        String digest,
        boolean checkpoint,
        Optional<ApprovalRule> approval,
        Instant until,
        boolean proceeds,
        List<Approval> approvals,
        Optional<String> permission) {

    /** A person's permission, which does not last. */
    public record Approval(Actor by, Instant expires) {}

    public Hold {
        approvals = List.copyOf(approvals);
    }

    /** The step is held again for the same plan: what was said to it stands, unless it has expired. */
    static Hold after(Optional<Hold> before, Event.StepHeld held, Instant at) {
        Optional<Hold> same = before.filter(hold -> hold.digest.equals(held.digest()));
        return new Hold(
                held.digest(),
                held.checkpoint(),
                held.approval(),
                held.until(),
                same.filter(Hold::proceeds).isPresent(),
                same.map(hold -> hold.valid(at)).orElse(List.of()),
                Optional.empty());
    }

    /** What of this order concerns the plan of this hold. */
    Hold after(Actor by, Order.OfStep order) {
        return switch (order) {
            case Order.Proceed proceed
            when proceed.digest().equals(digest) ->
                new Hold(digest, checkpoint, approval, until, true, approvals, permission);
            case Order.Approve approve when approve.digest().equals(digest) -> approvedBy(by, approve.expires());
            case Order.OfStep _ -> this;
        };
    }

    private Hold approvedBy(Actor by, Instant expires) {
        List<Approval> then = new ArrayList<>(approvals);
        then.removeIf(approved -> approved.by().isSameAs(by));
        then.add(new Approval(by, expires));
        return new Hold(digest, checkpoint, approval, until, proceeds, then, permission);
    }

    Hold permitted(Event.StepPermitted permitted) {
        return permitted.digest().equals(digest)
                ? new Hold(
                        digest, checkpoint, approval, until, proceeds, approvals, Optional.of(permitted.permission()))
                : this;
    }

    /** Whether nobody is waited for, as far as the events tell; approvals may have expired since. */
    boolean released() {
        return (!checkpoint || proceeds) && (permission.isPresent() || enough(approvals));
    }

    /** Whether people approved it, and that still counts. */
    boolean approved(Instant now) {
        return enough(valid(now));
    }

    private List<Approval> valid(Instant at) {
        return approvals.stream()
                .filter(approved -> approved.expires().isAfter(at))
                .toList();
    }

    private boolean enough(List<Approval> given) {
        return approval.filter(rule -> given.size() < rule.people()).isEmpty();
    }

    /** How many approvals it waits for. */
    public int missing() {
        return permission.isPresent()
                ? 0
                : approval.map(rule -> Math.max(0, rule.people() - approvals.size()))
                        .orElse(0);
    }
}
