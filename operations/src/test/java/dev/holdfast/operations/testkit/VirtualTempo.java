package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.CurrentTempo;
import dev.holdfast.engine.spi.Tempo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** Time that only goes by when somebody waits. What is forked is done at once, on the thread that forks. */
public final class VirtualTempo implements Tempo {
    private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

    private long nanos;

    /** Runs something in this time. */
    public void run(Runnable work) {
        CurrentTempo.in(this, work);
    }

    /** Since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public Clock clock() {
        return Clock.fixed(BEGIN.plusNanos(nanos), ZoneOffset.UTC);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public <T> Task<T> fork(String name, Callable<T> work) {
        try {
            return new Done<>(Optional.of(work.call()), Optional.empty());
        } catch (Exception e) {
            return new Done<>(Optional.empty(), Optional.of(e));
        }
    }

    private record Done<T>(Optional<T> result, Optional<Exception> failure) implements Task<T> {
        @Override
        public T await(Duration limit) throws ExecutionException {
            if (failure.isPresent()) {
                throw new ExecutionException(failure.get());
            }
            return result.orElseThrow();
        }

        @Override
        public void interrupt() {
            // It is over already.
        }

        @Override
        public boolean join(Duration limit) {
            return true;
        }
    }

    @Override
    public <T> Mailbox<T> mailbox() {
        throw new UnsupportedOperationException("no operation talks between threads");
    }
}
