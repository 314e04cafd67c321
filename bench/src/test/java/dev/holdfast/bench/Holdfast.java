package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The launcher of the checkout, with a state directory of its own. */
final class Holdfast {
    /** Enough to build the program, which the first call does when its sources changed. */
    private static final Duration BUILD = Duration.ofMinutes(15);

    private final Path state;

    private Holdfast(Path state) {
        this.state = state;
    }

    /** With an empty state directory of this name. */
    static Holdfast withState(String name) {
        try {
            Path states = Files.createDirectories(Surroundings.target().resolve("state"));
            Holdfast holdfast = new Holdfast(Files.createTempDirectory(states, name + "-"));
            holdfast.command("--help").run(BUILD).requireSuccess();
            return holdfast;
        } catch (IOException e) {
            throw new UncheckedIOException("making a state directory", e);
        }
    }

    Path state() {
        return state;
    }

    Command command(String... words) {
        List<String> all = new ArrayList<>();
        all.add(Surroundings.root().resolve("holdfast").toString());
        all.addAll(List.of(words));
        return new Command(all, Map.of("HOLDFAST_STATE", state.toString()));
    }

    /** Starts a command that lasts; each line of its output is handed over. */
    Background start(String name, Consumer<String> lines, String... words) {
        return Background.start(command(words), state.resolve(name + ".log"), lines);
    }
}
