package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.CurrentTempo;
import dev.holdfast.engine.spi.Tempo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Time that only goes by when somebody waits. What is forked is done at once, on the thread that forks. */
public final class VirtualTempo implements Tempo {
    private static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

    private long nanos;

    /** Runs something in this time. */
    public void run(Runnable work) {
        CurrentTempo.in(this, work);
    }

    /** Makes something in this time. */
    public <T> T make(Supplier<T> maker) {
        List<T> made = new ArrayList<>();
        run(() -> made.add(maker.get()));
        return made.getFirst();
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
        Deque<T> items = new ArrayDeque<>();
        return new Mailbox<>() {
            @Override
            public void put(T item) {
                items.add(item);
            }

            @Override
            public Optional<T> poll(Duration limit) {
                if (items.isEmpty()) {
                    sleep(limit);
                }
                return Optional.ofNullable(items.poll());
            }
        };
    }
}
