package dev.holdfast.engine.testkit;

import dev.holdfast.engine.identity.Identity;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some people, each with a key of their own name. */
public final class Crew {
    public static final Actor ALICE = proven("alice");
    public static final Actor BOB = proven("bob");
    public static final Actor CAROL = proven("carol");
    public static final Actor VERA = proven("vera");
    public static final Actor ROOT = new Actor(Actor.Kind.ACCOUNT, "root@control-1", "pts/3");

    private final List<Operator> operators = new ArrayList<>(List.of(
            operator("alice", Role.ADMIN),
            operator("bob", Role.APPROVER),
            operator("carol", Role.OPERATOR),
            operator("vera", Role.VIEWER)));
    private Role unproven = Role.OPERATOR;

    public Identity identity() {
        return new Identity(() -> new Operators(operators, unproven), new FakeSignatures());
    }

    /** Takes somebody off the list. */
    public void dismiss(Actor actor) {
        operators.removeIf(operator -> operator.name().equals(actor.name()));
    }

    /** Says what an account may do that proves nothing. */
    public void unproven(Role role) {
        unproven = role;
    }

    /** A signature with the key of that person. */
    public static Optional<String> signature(Actor by, String text) {
        return Optional.of(new FakeSignatures().sign(text, Path.of(by.name() + "-key")));
    }

    private static Operator operator(String name, Role role) {
        return new Operator(name, role, List.of(name + "-key"));
    }

    private static Actor proven(String name) {
        return new Actor(Actor.Kind.PROVEN, name, "pts/1");
    }
}
