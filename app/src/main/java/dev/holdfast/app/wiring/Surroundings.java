package dev.holdfast.app.wiring;

import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.lab.plan.LabDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the program finds around it when it starts.
 *
 * @param environment the variables
 * @param directory that relative paths are meant from
 * @param home where Holdfast is installed, with its runbooks and scripts
 * @param terminal where it reads and writes
 */
public record Surroundings(Map<String, String> environment, Path directory, Path home, Terminal terminal) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. The launcher hands over the home, and which of the three streams are a terminal. */
    public static Surroundings ofProcess() {
        Path directory = Path.of("").toAbsolutePath();
        Path home = Optional.ofNullable(System.getProperty("holdfast.home"))
                .map(Path::of)
                .orElse(directory);
        Map<String, String> environment = System.getenv();
        return new Surroundings(environment, directory, home, Terminal.ofProcess(environment));
    }

    /** A variable that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** A directory below the user's own one, such as {@code .local/state}. */
    public Path underUserHome(String path) {
        return Path.of(variable("HOME").orElse("/root")).resolve(path);
    }

    /** Where the lab is, or would be. */
    public LabDirectory labDirectory() {
        return LabDirectory.choose(variable("HOLDFAST_LAB").map(this::resolve));
    }

    /** A path as somebody typed it. */
    public Path resolve(String path) {
        return directory.resolve(path).normalize();
    }
}
