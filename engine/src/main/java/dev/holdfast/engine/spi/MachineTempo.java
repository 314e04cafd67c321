package dev.holdfast.engine.spi;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time of the machine, and virtual threads. */
final class MachineTempo implements Tempo {

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public <T> Task<T> fork(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        return new MachineTask<>(task, Thread.ofVirtual().name(name).start(task));
    }

    @Override
    public <T> Mailbox<T> mailbox() {
        return new MachineMailbox<>(new LinkedBlockingQueue<>());
    }

    private record MachineTask<T>(FutureTask<T> task, Thread thread) implements Task<T> {

        @Override
        public T await(Duration limit) throws ExecutionException, TimeoutException, InterruptedException {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void interrupt() {
            thread.interrupt();
        }

        @Override
        public boolean join(Duration limit) throws InterruptedException {
            return thread.join(limit);
        }
    }

    private record MachineMailbox<T>(BlockingQueue<T> queue) implements Mailbox<T> {

        @Override
        public void put(T item) {
            queue.add(item);
        }

        @Override
        public Optional<T> poll(Duration limit) throws InterruptedException {
            return Optional.ofNullable(queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
        }
    }
}
