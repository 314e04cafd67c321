package dev.holdfast.app.simulation;

import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.Runbook;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The people of the simulation, and what each of them may do. */
final class Staff implements OrderCheck {
    private final Runbook runbook;

    Staff(Runbook runbook) {
        this.runbook = runbook;
    }

    /** Somebody. */
    enum Person {
        /** Asks for the runs, and so can't approve their steps. */
        ANN(Role.APPROVER),
        BOB(Role.APPROVER),
        CID(Role.ADMIN),
        DEE(Role.OPERATOR),
        EVE(Role.VIEWER);

        private final Role role;

        Person(Role role) {
            this.role = role;
        }

        Actor actor() {
            return new Actor(Actor.Kind.PROVEN, name(), "control");
        }

        static Optional<Person> of(Actor actor) {
            return Arrays.stream(values())
                    .filter(person -> person.actor().isSameAs(actor))
                    .findFirst();
        }
    }

    static List<Person> everybody() {
        return List.of(Person.values());
    }

    /** Whether somebody other than who asked for the run has the role that the step wants. */
    boolean mayApprove(Actor by, String step, Actor requester) {
        Role needed = runbook.step(step)
                .approval()
                .map(rule -> rule.role())
                .orElse(Role.APPROVER);
        return !by.isSameAs(requester)
                && Person.of(by).filter(person -> person.role.covers(needed)).isPresent();
    }

    @Override
    public Optional<String> objection(RunId run, Event.RunStarted begin, PlacedOrder placed) {
        boolean may =
                switch (placed.order()) {
                    case Order.Approve approve -> knows(approve) && mayApprove(placed.by(), approve.step(), begin.requestedBy());
                    case Order.Reject reject -> knows(reject) && mayApprove(placed.by(), reject.step(), begin.requestedBy());
                    case Order.Proceed _,
                            Order.Retry _,
                            Order.Skip _,
                            Order.Pause _,
                            Order.Continue _,
                            Order.Abort _ ->
                        Person.of(placed.by())
                                .filter(person -> person.role.covers(Role.OPERATOR))
                                .isPresent();
                };
        return may ? Optional.empty() : Optional.of(placed.by() + " may not do that");
    }

    private boolean knows(Order.OfStep order) {
        return runbook.steps().stream().anyMatch(step -> step.id().equals(order.step()));
    }
}
