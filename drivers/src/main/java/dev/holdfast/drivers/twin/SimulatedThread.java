package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.CurrentTempo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/**
 * One thread of a simulation. It runs only while it has the baton.
 *
 * <p>Everything but its result is read and written by whichever thread has the baton, and so by one at a time.
 */
final class SimulatedThread<T> implements SimulatedProcess<T> {
    private final SimulatedTempo tempo;
    private final String name;
    private final Optional<SimulatedThread<?>> parent;
    private final FutureTask<T> work;
    private final Semaphore baton = new Semaphore(0);
    private final Thread thread;
    private Wait wait = Wait.NOTHING;
    private boolean interrupted;
    private boolean doomed;
    private boolean over;

    SimulatedThread(SimulatedTempo tempo, String name, Optional<SimulatedThread<?>> parent, Callable<T> work) {
        this.tempo = tempo;
        this.name = name;
        this.parent = parent;
        this.work = new FutureTask<>(work);
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> CurrentTempo.in(tempo, this::live));
    }

    private void live() {
        baton.acquireUninterruptibly();
        if (!doomed) {
            work.run();
        }
        tempo.end(this);
    }

    /** Exists from here on, and waits for the baton. */
    void start() {
        thread.start();
    }

    /** Whether it has not ended. */
    boolean isAlive() {
        return !over;
    }

    void markEnded() {
        over = true;
    }

    void takeBaton() {
        baton.release();
    }

    void awaitBaton() {
        // An interrupt meanwhile stays pending, as the scheduler says who runs next, not the interrupt.
        baton.acquireUninterruptibly();
    }

    /** It has its turn. What it waited for, or was woken by, is over. */
    void goOn() {
        interrupted = false;
        wait = Wait.NOTHING;
    }

    void waitFor(Wait what) {
        wait = what;
    }

    boolean isReady(long now) {
        return interrupted || wait.isOver(now);
    }

    /** When it runs at the latest, if nothing else happens. */
    long wakeAt() {
        return wait.until();
    }

    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** It ends at its next turn. */
    void doom() {
        doomed = true;
    }

    boolean isDoomed() {
        return doomed;
    }

    ThreadEnded ended() {
        return new ThreadEnded(name);
    }

    boolean belongsTo(SimulatedThread<?> process) {
        return this == process || parent.filter(one -> one.belongsTo(process)).isPresent();
    }

    @Override
    public T await(Duration limit) throws ExecutionException, TimeoutException, InterruptedException {
        if (!join(limit)) {
            throw new TimeoutException("'%s' goes on after %s".formatted(name, limit));
        }
        return result();
    }

    /** What came of it, once it is over. */
    T result() throws ExecutionException, InterruptedException {
        if (!work.isDone()) {
            throw new ExecutionException(ended());
        }
        return work.get();
    }

    @Override
    public boolean join(Duration limit) throws InterruptedException {
        return tempo.await("the end of '%s'".formatted(name), limit, () -> over);
    }

    @Override
    public void interrupt() {
        tempo.checkBaton();
        if (isAlive()) {
            interrupted = true;
            thread.interrupt();
        }
    }

    @Override
    public void kill() {
        tempo.kill(this);
    }

    @Override
    public String toString() {
        return "'%s' for %s".formatted(name, wait.what());
    }
}
