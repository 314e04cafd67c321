package dev.holdfast.app.command;

import dev.holdfast.app.wiring.People;
import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom a step still waits for. */
final class PendingApproval {
    private PendingApproval() {}

    /** Who else has to approve, when this approval counts; also what no process has taken yet is counted. */
    static List<String> stillWanted(People people, RunState run, StepState step, Order.Approve given) {
        Set<String> approved = Stream.concat(
                        step.hold().stream()
                                .flatMap(hold -> hold.approvals().stream())
                                .map(Hold.Approval::by),
                        people.orders().after(run.run(), run.steering().orders()).stream()
                                .filter(placed -> isFor(placed, step.id(), given.digest()))
                                .map(PlacedOrder::by))
                .map(Actor::name)
                .collect(Collectors.toSet());
        return step.hold().flatMap(Hold::approval).stream()
                .filter(rule -> rule.people() > approved.size())
                .map(rule -> wanted(people, run, rule, approved))
                .toList();
    }

    private static boolean isFor(PlacedOrder placed, String step, String digest) {
        return placed.order() instanceof Order.Approve other
                && other.step().equals(step)
                && other.digest().equals(digest)
                && other.expires().isAfter(Instant.now());
    }

    private static String wanted(People people, RunState run, ApprovalRule rule, Set<String> approved) {
        List<String> candidates = candidates(people, run, rule).stream()
                .filter(name -> !approved.contains(name))
                .toList();
        return "%d more with the role %s: %s"
                .formatted(
                        rule.people() - approved.size(),
                        rule.role().name().toLowerCase(Locale.ROOT),
                        candidates.isEmpty() ? "nobody has it" : String.join(" or ", candidates));
    }

    /** Who can approve: everybody with the role but whoever asked for the run. */
    static List<String> candidates(People people, RunState run, ApprovalRule rule) {
        return people.operators().withRole(rule.role()).stream()
                .filter(name -> !name.equals(run.begin().requestedBy().name()))
                .toList();
    }
}
