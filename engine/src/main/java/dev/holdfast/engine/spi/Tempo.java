package dev.holdfast.engine.spi;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Time, and doing things at the same time: the machine's own, or simulated.
 *
 * <p>Whatever the engine and the operations wait for, they wait for through this, so that the same code runs in virtual time on
 * the twin, and so that a simulation with the same seed always takes the same course.
 */
public interface Tempo {

    /** That of the machine, unless the thread belongs to a simulation. */
    static Tempo current() {
        return CurrentTempo.get();
    }

    /** Time of day. */
    Clock clock();

    /** Only for differences, as {@link System#nanoTime}. */
    long nanoTime();

    void sleep(Duration time) throws InterruptedException;

    /** Starts something in a thread of its own. */
    <T> Task<T> fork(String name, Callable<T> work);

    /** A queue between threads. */
    <T> Mailbox<T> mailbox();

    /** What runs in a thread of its own. */
    interface Task<T> {

        /**
         * Waits for the result.
         *
         * @throws ExecutionException with what the work threw
         * @throws TimeoutException when the limit is over; the work goes on
         */
        T await(Duration limit) throws ExecutionException, TimeoutException, InterruptedException;

        /** Interrupts the thread. */
        void interrupt();

        /** Whether the thread ended within the limit. */
        boolean join(Duration limit) throws InterruptedException;
    }

    /** A queue between threads. */
    interface Mailbox<T> {

        void put(T item);

        /** The next one; empty when none came within the limit. */
        Optional<T> poll(Duration limit) throws InterruptedException;
    }
}
