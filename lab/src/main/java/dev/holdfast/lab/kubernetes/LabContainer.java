package dev.holdfast.lab.kubernetes;

import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.server.PodProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of the lab as what runs in a pod. */
record LabContainer(PodProgram program) implements Container {

    @Override
    public void configure(Map<String, String> settings) {
        program.configure(settings);
    }

    @Override
    public void start() {
        program.start();
    }

    @Override
    public Optional<String> process() {
        return program.process().map(process -> "%d-%d".formatted(process.pid(), process.startTicks()));
    }

    @Override
    public boolean ready() {
        return program.answers();
    }

    @Override
    public void stop(Duration grace) {
        program.process().ifPresent(process -> Daemons.end(List.of(process), program.endSignal(), grace));
    }
}
