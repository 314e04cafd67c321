package dev.holdfast.app.wiring;

import dev.holdfast.model.operator.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The account that a command is typed from, as the operating system tells it. */
final class Account {
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

    private static String terminal() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.matches("/dev/(pts/|tty).*") ? input.substring("/dev/".length()) : "no terminal";
        } catch (IOException closed) {
            return "no terminal";
        }
    }
}
