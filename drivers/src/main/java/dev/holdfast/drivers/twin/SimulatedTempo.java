package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time, and threads that take turns in an order that follows from a seed.
 *
 * <pre>
 * Only the thread that has the baton runs. At every call that may wait, and at every fork, it goes to
 *   1. a thread that is being ended, if there is one
 *   2. otherwise any thread that need not wait, drawn by the seed
 *   3. when all wait: time jumps to the first moment at which one need not any more
 *   4. when there is no such moment, or nobody lets time pass any more: {@link DeadlockException}
 * </pre>
 *
 * <p>Thus doing something takes no time unless it sleeps, and the same seed gives the same course, as long as what the threads do
 * depends on nothing else: neither on the machine's clock nor on the order of a hash table of objects without {@code hashCode}.
 *
 * <p>Threads must wait through their tempo only. One that waits for a lock whose owner has not the baton stops the simulation for
 * good; so a lock is harmless if nobody who holds it sleeps, forks, or waits.
 */
public final class SimulatedTempo implements Tempo {
    /** So often the threads may take turns in one moment; whoever needs more would do so for ever. */
    private static final int MOST_TURNS = 200_000;

    private final Instant start;
    private final Random random;
    private final Clock clock;
    /** Those that live, in the order in which they were forked. */
    private final List<SimulatedThread<?>> threads = new ArrayList<>();

    private final Semaphore over = new Semaphore(0);
    private Optional<DeadlockException> deadlock = Optional.empty();
    private @Nullable SimulatedThread<?> holder;
    private int turns;
    private volatile long now;

    /**
     * A time in which nothing has happened yet.
     *
     * @param seed decides whose turn it is
     * @param start the time of day at the beginning
     */
    public SimulatedTempo(long seed, Instant start) {
        this.start = start;
        this.random = new Random(seed);
        this.clock = ((InstantSource) () -> this.start.plusNanos(now)).withZone(ZoneOffset.UTC);
    }

    /**
     * Runs something as the first simulated thread, until it has ended; the threads that it leaves behind are then ended. Can be
     * called again afterwards, and time goes on from there.
     *
     * @throws DeadlockException when nothing can happen any more, or time stands still
     * @throws Exception what it threw
     */
    public <T> T run(Callable<T> main) throws Exception {
        SimulatedThread<T> first = new SimulatedThread<>(this, "main", Optional.empty(), () -> {
            try {
                return main.call();
            } finally {
                threads.stream().filter(thread -> !thread.isCurrent()).forEach(SimulatedThread::doom);
            }
        });
        threads.add(first);
        first.start();
        pass(first);
        over.acquire();
        if (deadlock.isPresent()) {
            throw deadlock.get();
        }
        return resultOf(first);
    }

    private static <T> T resultOf(SimulatedThread<T> first) throws Exception {
        try {
            return first.result();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /** Starts a thread that can be killed together with all that it forks. */
    public <T> SimulatedProcess<T> process(String name, Callable<T> work) {
        SimulatedThread<?> parent = checkBaton();
        SimulatedThread<T> thread = new SimulatedThread<>(this, name, Optional.of(parent), work);
        threads.add(thread);
        thread.start();
        yieldTurn(parent, Wait.NOTHING);
        return thread;
    }

    @Override
    public <T> Task<T> fork(String name, Callable<T> work) {
        return process(name, work);
    }

    @Override
    public <T> Mailbox<T> mailbox() {
        return new SimulatedMailbox<>(this);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        await("time to pass", time, () -> false);
    }

    /** Waits until something is so; false when it was not within the limit. */
    boolean await(String what, Duration limit, BooleanSupplier come) throws InterruptedException {
        SimulatedThread<?> self = checkBaton();
        throwIfInterrupted();
        long until = later(limit);
        do {
            yieldTurn(self, new Wait(what, until, come));
            throwIfInterrupted();
            // Another thread that was waiting for the same may have had its turn first.
        } while (!come.getAsBoolean() && now < until);
        return come.getAsBoolean();
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private long later(Duration limit) {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(limit));
        return nanos > Wait.FOREVER - now ? Wait.FOREVER : now + nanos;
    }

    /** The thread that calls, which must be the one that has the baton. */
    SimulatedThread<?> checkBaton() {
        SimulatedThread<?> thread = holder;
        if (thread == null || !thread.isCurrent()) {
            throw new IllegalStateException("only a thread of the simulation may wait or fork in it, and not %s"
                    .formatted(Thread.currentThread()));
        }
        if (thread.isDoomed()) {
            throw thread.ended();
        }
        return thread;
    }

    void kill(SimulatedThread<?> process) {
        SimulatedThread<?> killer = checkBaton();
        threads.stream().filter(thread -> thread.belongsTo(process)).forEach(SimulatedThread::doom);
        // Returns when they have ended, as the doomed go first.
        yieldTurn(killer, Wait.NOTHING);
    }

    void end(SimulatedThread<?> thread) {
        threads.remove(thread);
        thread.markEnded();
        if (threads.isEmpty()) {
            holder = null;
            over.release();
            return;
        }
        pass(next());
    }

    private void yieldTurn(SimulatedThread<?> self, Wait wait) {
        self.waitFor(wait);
        if (!self.isDoomed()) {
            SimulatedThread<?> next = next();
            if (next != self) {
                pass(next);
                self.awaitBaton();
            }
            self.goOn();
        }
        if (self.isDoomed()) {
            throw self.ended();
        }
    }

    private void pass(SimulatedThread<?> next) {
        holder = next;
        next.takeBaton();
    }

    private SimulatedThread<?> next() {
        List<SimulatedThread<?>> ready = new ArrayList<>();
        long first = Wait.FOREVER;
        // One walk for all questions: this is where a simulation with hundreds of threads spends its time.
        for (SimulatedThread<?> thread : threads) {
            if (thread.isDoomed()) {
                return thread;
            }
            if (thread.isReady(now)) {
                ready.add(thread);
            }
            first = Math.min(first, thread.wakeAt());
        }
        if (ready.isEmpty()) {
            if (first == Wait.FOREVER) {
                return giveUp("every simulated thread waits, and nothing will wake one");
            }
            now = first;
            turns = 0;
            threads.stream().filter(thread -> thread.isReady(now)).forEach(ready::add);
        }
        if (++turns > MOST_TURNS) {
            return giveUp("the simulated threads take turns, and nobody lets time pass");
        }
        return ready.get(random.nextInt(ready.size()));
    }

    private SimulatedThread<?> giveUp(String why) {
        deadlock = Optional.of(new DeadlockException(
                why, threads.stream().map(Object::toString).toList()));
        threads.forEach(SimulatedThread::doom);
        return threads.getFirst();
    }
}
