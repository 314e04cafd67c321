package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Three people to practise approvals with. Their keys have no passphrase, so they must be used nowhere else. */
public final class LabOperators {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<Person> PEOPLE =
            List.of(new Person("alice", "admin"), new Person("bob", "approver"), new Person("carol", "operator"));

    private final LabDirectory directory;
    private final LabFiles files;

    /** One of them. */
    public record Person(String name, String role) {}

    public LabOperators(LabContext context) {
        this.directory = context.directory();
        this.files = context.files();
    }

    public static List<Person> people() {
        return PEOPLE;
    }

    /** The private key of a person. */
    public static Path key(LabDirectory directory, Person person) {
        return directory.root().resolve("operators").resolve(person.name());
    }

    /** The file that says who they are, beside the topology. */
    public static Path file(LabDirectory directory) {
        return directory.topology().resolveSibling("operators.yaml");
    }

    /** Makes what is missing. The keys belong to whoever brings the lab up, not to the account of its servers. */
    public void prepare() {
        files.directory(directory.root().resolve("operators"));
        PEOPLE.forEach(this::make);
        files.write(file(directory), """
                # The people of the lab. Their private keys lie beside this, so they prove nothing anywhere else.
                unproven: operator
                operators:
                """ + PEOPLE.stream().map(this::entry).collect(Collectors.joining()), "rw-r--r--");
    }

    private String entry(Person person) {
        return "  %s: { role: %s, keys: [\"%s\"] }%n"
                .formatted(person.name(), person.role(), publicKey(key(directory, person)));
    }

    private void make(Person person) {
        Path key = key(directory, person);
        if (!Files.exists(key)) {
            Shell.check(
                    List.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-C",
                            person.name() + "@holdfast-lab",
                            "-f",
                            key.toString()),
                    LIMIT);
        }
    }

    private static String publicKey(Path key) {
        try {
            return Files.readString(Path.of(key + ".pub")).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the public half of " + key, e);
        }
    }
}
