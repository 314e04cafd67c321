package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Programs that a test installs, and a list of what was run. */
public final class FakePrograms implements Programs {
    private final Map<String, Executable> files = new HashMap<>();
    private final Map<Path, Behaviour> behaviours = new HashMap<>();
    private final List<Program> ran = new ArrayList<>();

    private record Behaviour(Supplier<Integer> exitCode, List<String> output) {}

    /** Installs a program, or another one under the same name. */
    public void install(String name, String digest, Supplier<Integer> exitCode, List<String> output) {
        Path file = Path.of("/home/holdfast").resolve(name).normalize();
        files.put(name, new Executable(file, Path.of("/home/holdfast"), digest));
        behaviours.put(file, new Behaviour(exitCode, output));
    }

    public void uninstall(String name) {
        files.remove(name);
    }

    public List<Program> ran() {
        return List.copyOf(ran);
    }

    @Override
    public Optional<Executable> find(String program) {
        return Optional.ofNullable(files.get(program));
    }

    @Override
    public int run(Program program, Consumer<String> line, Duration limit) {
        ran.add(program);
        Behaviour behaviour = Optional.ofNullable(
                        behaviours.get(Path.of(program.command().getFirst())))
                .orElseThrow();
        behaviour.output().forEach(line);
        return behaviour.exitCode().get();
    }
}
