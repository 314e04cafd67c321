package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Surroundings;
import dev.holdfast.engine.operation.Catalogue;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs command lines in an empty directory, and keeps what they wrote. */
final class Shell {
    private final Path directory;
    private final Catalogue catalogue;
    private final Map<String, String> variables;

    Shell(Path directory, Catalogue catalogue) {
        this(directory, catalogue, Map.of());
    }

    private Shell(Path directory, Catalogue catalogue, Map<String, String> variables) {
        this.directory = directory;
        this.catalogue = catalogue;
        this.variables = variables;
    }

    /** The same shell with this variable set. */
    Shell with(String variable, String value) {
        return new Shell(directory, catalogue, Map.of(variable, value));
    }

    /** What a command line left behind. */
    record Result(int exitCode, String out, String err) {}

    /** A topology at whose addresses nobody listens. */
    static String topology() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(Shell.class.getResourceAsStream("/dev/holdfast/app/training-topology.yaml"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Runs a command line as a program would, with nobody to ask. */
    Result run(String... words) {
        return run(false, "", words);
    }

    /** Runs a command line as a person would, who then types {@code answers}. */
    Result runAnswering(String answers, String... words) {
        return run(true, answers, words);
    }

    private Result run(boolean interactive, String typed, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new BufferedReader(new StringReader(typed)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                0,
                Palette.PLAIN,
                Palette.PLAIN);
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", directory.toString());
        environment.put("HOLDFAST_LAB", directory.resolve("lab").toString());
        Surroundings surroundings = new Surroundings(environment, directory, directory, terminal);
        int exitCode = new Program(surroundings, catalogue).run(List.of(words));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
