package dev.holdfast.lab.kubernetes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A process in memory. */
final class FakeContainer implements Container {
    private final String name;
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile Optional<String> process = Optional.empty();
    private volatile Map<String, String> settings = Map.of();

    FakeContainer(String name) {
        this.name = name;
    }

    /** Ends its process as a crash does. */
    void crash() {
        process = Optional.empty();
    }

    /** Never becomes ready, from now on or until told otherwise. */
    void broken(boolean is) {
        broken.set(is);
    }

    int starts() {
        return starts.get();
    }

    Map<String, String> settings() {
        return settings;
    }

    @Override
    public void configure(Map<String, String> wanted) {
        settings = Map.copyOf(wanted);
    }

    @Override
    public void start() {
        process = Optional.of(name + "-" + starts.incrementAndGet());
    }

    @Override
    public Optional<String> process() {
        return process;
    }

    @Override
    public boolean ready() {
        return process.isPresent() && !broken.get();
    }

    @Override
    public void stop(Duration grace) {
        process = Optional.empty();
    }
}
