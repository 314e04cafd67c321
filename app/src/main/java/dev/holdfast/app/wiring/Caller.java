package dev.holdfast.app.wiring;

import dev.holdfast.engine.spi.Signatures;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The person who typed a command: an operator who names their key, else the account.
 *
 * @param actor what they say of themselves; that of an operator is proven only by a signature that was verified
 * @param key with which they sign
 */
public record Caller(Actor actor, Optional<Path> key) {
    private static final List<String> STREAMS = List.of("/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/2");

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
        String account = "%s@%s".formatted(System.getProperty("user.name"), machine());
        if (operator.isEmpty()) {
            return new Caller(new Actor(Actor.Kind.ACCOUNT, account, place(surroundings)), Optional.empty());
        }
        if (file.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.IDENTITY_UNPROVEN, "%s names no key to prove it with".formatted(operator.get()));
        }
        String from = "%s, %s".formatted(account, place(surroundings));
        return new Caller(new Actor(Actor.Kind.PROVEN, operator.get(), from), file);
    }

    /** Signs what they say; empty for an account, which can't. */
    public Optional<String> sign(String text, Signatures signatures) {
        return key.map(file -> signatures.sign(text, file));
    }

    /** Asked of the kernel: names need not be resolvable now. */
    private static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException unknown) {
            return "unknown-host";
        }
    }

    private static String place(Surroundings surroundings) {
        return Stream.of(
                        terminal(),
                        surroundings.variable("SSH_CONNECTION").map(words -> "from " + words.split(" ", 2)[0]),
                        surroundings.variable("SUDO_USER").map(user -> "sudo by " + user))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> terminal() {
        return STREAMS.stream()
                .map(Path::of)
                .flatMap(stream -> target(stream).stream())
                .filter(target -> target.startsWith("/dev/pts/") || target.startsWith("/dev/tty"))
                .map(target -> target.substring("/dev/".length()))
                .findFirst()
                .or(() -> Optional.of("no terminal"));
    }

    private static Optional<String> target(Path stream) {
        try {
            return Optional.of(Files.readSymbolicLink(stream).toString());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
