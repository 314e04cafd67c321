package dev.holdfast.engine.identity;

import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells whether people are who they say they are, and what they may do. A file of operators that can't be read opens nothing. */
public final class Identity {
    private final Supplier<Operators> operators;
    private final Signatures signatures;

    /**
     * @param operators as they are at this moment: somebody who was removed counts no more
     */
    public Identity(Supplier<Operators> operators, Signatures signatures) {
        this.operators = operators;
        this.signatures = signatures;
    }

    /**
     * Something that somebody said.
     *
     * @param text what was signed
     */
    public record Said(Actor by, String text, Optional<String> signature) {}

    /**
     * Everybody who can prove who they are.
     *
     * @throws HoldfastException when the file of the operators can't be read
     */
    public Operators operators() {
        return operators.get();
    }

    /** Why whoever said this may not do what the role may; empty when they may. An account may that proves nothing. */
    public Optional<Objection> objection(Said said, Role needed) {
        try {
            return switch (said.by().kind()) {
                case PROVEN -> proven(said, needed);
                case ACCOUNT -> account(said.by(), needed);
                case AUTOMATIC -> Optional.of(Objection.notPermitted("%s is no person".formatted(said.by())));
            };
        } catch (HoldfastException unreadable) {
            return Optional.of(new Objection(unreadable.code(), unreadable.attempted()));
        }
    }

    /** As {@link #objection}, and only somebody who proved who they are may. */
    public Optional<Objection> objectionUnlessProven(Said said, Role needed) {
        return said.by().kind() == Actor.Kind.PROVEN
                ? objection(said, needed)
                : Optional.of(Objection.unproven("%s; it takes %s".formatted(said.by(), whoMay(needed))));
    }

    private Optional<Objection> account(Actor by, Role needed) {
        return operators.get().unproven().covers(needed)
                ? Optional.empty()
                : Optional.of(Objection.unproven("%s; it takes %s".formatted(by, whoMay(needed))));
    }

    private Optional<Objection> proven(Said said, Role needed) {
        String name = said.by().name();
        Optional<Operator> operator = operators.get().find(name);
        if (operator.isEmpty()) {
            return Optional.of(
                    Objection.unproven("there is no operator '%s'; there is %s".formatted(name, everybody())));
        }
        boolean signed = said.signature()
                .filter(signature -> signatures.verify(said.text(), operator.get(), signature))
                .isPresent();
        if (!signed) {
            return Optional.of(
                    Objection.unproven("the signature is not one of a key of %s, or not of this text".formatted(name)));
        }
        return operator.get().role().covers(needed)
                ? Optional.empty()
                : Optional.of(Objection.notPermitted("%s is %s; it takes %s"
                        .formatted(name, word(operator.get().role()), whoMay(needed))));
    }

    private String everybody() {
        List<String> names = operators.get().withRole(Role.VIEWER);
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private String whoMay(Role needed) {
        List<String> names = operators.get().withRole(needed);
        return names.isEmpty()
                ? "the role %s, which nobody has: no operator is named who has it".formatted(word(needed))
                : "the role %s: %s".formatted(word(needed), String.join(", ", names));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
