package dev.holdfast.app.seeds;

import dev.holdfast.engine.identity.Identity;
import dev.holdfast.engine.identity.OrderRules;
import dev.holdfast.engine.identity.SignedOrder;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.runbook.ApprovalRule;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The people of the simulation, what each of them may do, and what they sign with. */
final class Staff {
    private static final Signatures SIGNATURES = new ShownSignatures();

    private Staff() {}

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

        private Operator operator() {
            return new Operator(name(), role, List.of(name()));
        }

        /** What this person writes below an order. */
        String signature(RunId run, String hash, Actor by, Instant at, Order order) {
            return SIGNATURES.sign(SignedOrder.text(run, hash, by, at, order).toString(), Path.of(name()));
        }
    }

    static List<Person> everybody() {
        return List.of(Person.values());
    }

    /** The rules of the product, for these people. */
    static OrderCheck check(OrderBook book, InstantSource clock) {
        Operators operators =
                new Operators(everybody().stream().map(Person::operator).toList(), Role.OPERATOR);
        return new OrderRules(new Identity(() -> operators, SIGNATURES), book, clock);
    }

    /** What the rules must come to, told independently of them: somebody else, with the role that the step wants. */
    static boolean mayApprove(Actor by, ApprovalRule rule, Actor requester) {
        return !by.isSameAs(requester) && covers(by, rule.role());
    }

    static boolean covers(Actor by, Role needed) {
        return find(by).filter(person -> person.role.covers(needed)).isPresent();
    }

    static Optional<Person> find(Actor actor) {
        return Arrays.stream(Person.values())
                .filter(person -> person.actor().isSameAs(actor))
                .findFirst();
    }

    /** A signature that shows whose it is and of what. */
    private static final class ShownSignatures implements Signatures {
        @Override
        public String sign(String text, Path key) {
            return "%s signs %s".formatted(key, text);
        }

        @Override
        public boolean verify(String text, Operator by, String signature) {
            return signature.equals(sign(text, Path.of(by.name())));
        }
    }
}
