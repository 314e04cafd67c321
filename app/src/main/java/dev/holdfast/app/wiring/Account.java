package dev.holdfast.app.wiring;

import dev.holdfast.model.operator.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The account that a command is typed from, as the operating system tells it. */
final class Account {
    private static final List<String> STREAMS = List.of("/proc/self/fd/0", "/proc/self/fd/1", "/proc/self/fd/2");

    private Account() {}

    static Actor of(Surroundings surroundings) {
        List<String> from = new ArrayList<>();
        from.add(terminal());
        surroundings.variable("SSH_CONNECTION").ifPresent(words -> from.add("from " + words.split(" ", 2)[0]));
        surroundings.variable("SUDO_USER").ifPresent(user -> from.add("sudo by " + user));
        return new Actor(
                Actor.Kind.ACCOUNT,
                "%s@%s".formatted(System.getProperty("user.name"), host()),
                String.join(", ", from));
    }

    /** Asked of the kernel: names need not be resolvable now. */
    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException unknown) {
            return "unknown-host";
        }
    }

    /** The terminal of any of the three streams: the others may be files or pipes. */
    private static String terminal() {
        return STREAMS.stream()
                .flatMap(stream -> target(stream).stream())
                .filter(target -> target.matches("/dev/(pts/|tty).*"))
                .map(target -> target.substring("/dev/".length()))
                .findFirst()
                .orElse("no terminal");
    }

    private static Optional<String> target(String stream) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of(stream)).toString());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
