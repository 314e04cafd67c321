package dev.holdfast.app.seeds;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What people were shown of one step, and what they said to it, kept apart from what the engine makes of it. */
final class PeopleAccount {
    private final Map<String, Plan> shown = new HashMap<>();
    private final List<Said> approvals = new ArrayList<>();
    private final Set<String> proceeds = new HashSet<>();
    private final Set<String> permitted = new HashSet<>();

    private record Said(Actor by, String digest, Instant expires) {}

    void held(Event.StepHeld held, Plan plan) {
        shown.put(held.digest(), plan);
    }

    void permitted(Event.StepPermitted event) {
        permitted.add(event.digest());
    }

    void approved(Actor by, Order.Approve order) {
        approvals.add(new Said(by, order.digest(), order.expires()));
    }

    void proceeds(Order.Proceed order) {
        proceeds.add(order.digest());
    }

    /** The step begins anew. */
    void forget() {
        approvals.clear();
        proceeds.clear();
        permitted.clear();
    }

    /** The different people who approved a plan with this text, and whose word still counts. */
    List<Actor> approvers(Plan plan, Instant at) {
        return approvals.stream()
                .filter(said -> isOf(said.digest(), plan) && said.expires().isAfter(at))
                .map(Said::by)
                .distinct()
                .toList();
    }

    boolean proceeds(Plan plan) {
        return proceeds.stream().anyMatch(digest -> isOf(digest, plan));
    }

    boolean permitted(Plan plan) {
        return permitted.stream().anyMatch(digest -> isOf(digest, plan));
    }

    private boolean isOf(String digest, Plan plan) {
        Plan seen = shown.get(digest);
        return seen != null && settled(seen).equals(settled(plan));
    }

    /** What people are shown, without the positions in the log, which move with every write while the plan stays the same. */
    private static List<String> settled(Plan plan) {
        return Stream.of(Stream.of(plan.summary()), plan.changes().stream(), Stream.of(plan.confirmation()))
                .flatMap(shown -> shown)
                .map(shown -> shown.replaceAll("received [0-9A-F]+/[0-9A-F]+", "received"))
                .toList();
    }
}
