package dev.holdfast.app.wiring;

import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Actor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The person who typed a command: an operator who names their key, else the account.
 *
 * @param actor what they say of themselves; that of an operator is proven only by a signature that was verified
 * @param key with which they sign
 */
public record Caller(Actor actor, Optional<Path> key) {
    /**
     * Whoever typed the command.
     *
     * @param name the operator that they say they are, else {@code HOLDFAST_OPERATOR}
     * @param key the file of their key, else {@code HOLDFAST_KEY}
     */
    public static Caller of(Surroundings surroundings, Optional<String> name, Optional<String> key) {
        Optional<String> operator = name.or(() -> surroundings.variable("HOLDFAST_OPERATOR"));
        Optional<Path> file =
                key.or(() -> surroundings.variable("HOLDFAST_KEY")).map(surroundings::resolve);
        Actor account = Account.of(surroundings);
        if (operator.isEmpty()) {
            return new Caller(account, Optional.empty());
        }
        if (file.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.IDENTITY_UNPROVEN, "%s names no key to prove it with".formatted(operator.get()));
        }
        String from = "%s, %s".formatted(account.name(), account.from());
        return new Caller(new Actor(Actor.Kind.PROVEN, operator.get(), from), file);
    }

    /** Signs what they say; empty for an account, which can't. */
    public Optional<String> sign(String text, Signatures signatures) {
        return key.map(file -> signatures.sign(text, file));
    }
}
