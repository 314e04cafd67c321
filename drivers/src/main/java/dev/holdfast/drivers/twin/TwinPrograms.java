package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Programs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Runs nothing, and says what would be run. What a program would do is not known, so each is taken to succeed. */
final class TwinPrograms implements Programs {
    private final List<Program> asked = new CopyOnWriteArrayList<>();

    List<Program> asked() {
        return List.copyOf(asked);
    }

    @Override
    public int run(Program program, Consumer<String> line, Duration limit) {
        asked.add(program);
        line.accept("simulation, not run: " + String.join(" ", program.command()));
        return 0;
    }
}
