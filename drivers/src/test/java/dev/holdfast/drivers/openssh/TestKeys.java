package dev.holdfast.drivers.openssh;

import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real keys in a directory. */
final class TestKeys {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path directory;

    TestKeys(Path directory) {
        this.directory = directory;
    }

    /** Makes a key, and returns the file of its private half. */
    Path make(String name, String type, String passphrase) {
        Path file = directory.resolve(name);
        Keygen.Result made = Keygen.run(
                List.of("-q", "-t", type, "-N", passphrase, "-C", name + "@laptop", "-f", file.toString()), "", LIMIT);
        if (made.exitCode() != 0) {
            throw new IllegalStateException(made.errors());
        }
        return file;
    }

    Path make(String name) {
        return make(name, "ed25519", "");
    }

    /** Somebody with these keys. */
    static Operator operator(String name, Role role, Path... keys) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path key : keys) {
            String[] words = Files.readString(Path.of(key + ".pub")).split(" ", 3);
            lines.add(words[0] + " " + words[1]);
        }
        return new Operator(name, role, lines);
    }
}
