package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.CurrentTempo;
import dev.holdfast.engine.spi.Tempo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Time that passes only when somebody waits; what is forked is done at once, as if it had begun when the last one did. */
final class SequentialTempo implements Tempo {
    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");

    private final List<Duration> sleeps = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    /** Runs something in this time. */
    void live(Runnable work) {
        CurrentTempo.in(this, work);
    }

    /** Something took time. */
    void pass(Duration time) {
        passed = passed.plus(time);
    }

    /** Each wait since the last time somebody asked. */
    List<Duration> sleeps() {
        List<Duration> all = List.copyOf(sleeps);
        sleeps.clear();
        return all;
    }

    @Override
    public Clock clock() {
        return Clock.fixed(START.plus(passed), ZoneOffset.UTC);
    }

    @Override
    public long nanoTime() {
        return passed.toNanos();
    }

    @Override
    public void sleep(Duration time) {
        sleeps.add(time);
        pass(time);
    }

    @Override
    public <T> Task<T> fork(String name, Callable<T> work) {
        Duration before = passed;
        FutureTask<T> done = new FutureTask<>(work);
        done.run();
        Duration after = passed;
        passed = before;
        return new Done<>(done, after);
    }

    @Override
    public <T> Mailbox<T> mailbox() {
        throw new UnsupportedOperationException("nobody sends anything");
    }

    private final class Done<T> implements Task<T> {
        private final FutureTask<T> task;
        private final Duration end;

        Done(FutureTask<T> task, Duration end) {
            this.task = task;
            this.end = end;
        }

        @Override
        public T await(Duration limit) throws ExecutionException, InterruptedException {
            passed = passed.compareTo(end) > 0 ? passed : end;
            return task.get();
        }

        @Override
        public void interrupt() {
            // It is over.
        }

        @Override
        public boolean join(Duration limit) {
            return true;
        }
    }
}
