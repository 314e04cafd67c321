package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.database.NodeState.Reach;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Work on a server's socket that can be cut off at any moment.
 *
 * <p>It runs on a virtual thread of its own and the socket is closed when the time is over, whatever it was doing: connecting,
 * logging in or waiting for a result. So a hung server holds nobody, and no thread stays behind. The time-outs of the JDBC driver
 * are not used: they count in seconds.
 */
final class Attempt<T> {
    private static final ScopedValue<Attempt<?>> CURRENT = ScopedValue.newInstance();

    private final FutureTask<T> task;
    private @Nullable Socket socket;
    private boolean cut;

    private Attempt(Callable<T> work) {
        this.task = new FutureTask<>(() -> ScopedValue.where(CURRENT, this).call(work::call));
    }

    static <T> Attempt<T> start(Callable<T> work) {
        Attempt<T> attempt = new Attempt<>(work);
        Thread.ofVirtual().name("postgresql").start(attempt.task);
        return attempt;
    }

    /** Does the work within the limit, or fails with a {@link SessionException}. */
    static <T> T run(Duration limit, Callable<T> work) {
        return start(work).finish(limit);
    }

    /** From now on the attempt that runs on this thread waits for this socket. */
    static void holds(Socket socket) {
        CURRENT.get().hold(socket);
    }

    /** The socket that was made last in the attempt that runs on this thread. */
    static Socket heldSocket() {
        return CURRENT.get().held();
    }

    /** Waits for the result, and cuts the work off when it is late. */
    T finish(Duration limit) {
        Optional<T> result = await(limit);
        if (result.isEmpty()) {
            cut();
            throw new SessionException(
                    new Fault.NoAnswer(Reach.SILENT, "no answer within " + limit.toMillis() + " ms"));
        }
        return result.get();
    }

    /** Waits for the result; empty when it is not there yet. */
    Optional<T> await(Duration limit) {
        try {
            return Optional.of(task.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            cut();
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for a database server", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    synchronized void cut() {
        cut = true;
        if (socket != null) {
            close(socket);
        }
    }

    private synchronized Socket held() {
        if (socket == null) {
            throw new IllegalStateException("this attempt has made no socket");
        }
        return socket;
    }

    private synchronized void hold(Socket held) {
        socket = held;
        if (cut) {
            close(held);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
        }
    }

    private static RuntimeException unwrapped(ExecutionException failure) {
        if (failure.getCause() instanceof SQLException sql) {
            return new SessionException(Fault.of(sql), sql);
        }
        if (failure.getCause() instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new HoldfastException(ErrorCode.INTERNAL_ERROR, "talking to a database server", failure);
    }
}
