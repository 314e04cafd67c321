package dev.holdfast.lab.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps and finds orders, through a failover.
 *
 * <p>While the writer can't be reached, a request is tried again until its budget is spent, so that a client sees a delay instead of an
 * error. That is safe because a client names the order: keeping it twice keeps it once.
 *
 * <p>A write that got no answer goes on in the background after its client was told 503, until the connection breaks or {@link
 * #WRITE_PATIENCE} is over. Giving its connection up sooner would leave a backend that waits for a standby behind at the server, and a
 * pause of replication would fill the server's connections with them in seconds. So there are never more than the pool has.
 */
final class Orders {
    static final Duration BUDGET = Duration.ofSeconds(2);
    static final Duration WRITE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final WriterPool pool;

    Orders(WriterPool pool) {
        this.pool = pool;
    }

    Creation keep(Order order) {
        long deadline = System.nanoTime() + BUDGET.toNanos();
        var attempts = new FutureTask<>(() -> keepUntil(deadline, order));
        Thread.ofVirtual().name("keep").start(attempts);
        try {
            return attempts.get(BUDGET.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Creation.Unknown("no answer from the database in " + BUDGET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Creation.Unknown("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("keeping the order " + order.id(), e.getCause());
        }
    }

    private Creation keepUntil(long deadline, Order order) {
        Creation last = new Creation.Unknown("not tried");
        while (remaining(deadline).isPositive()) {
            try (Connection connection = pool.borrow()) {
                last = OrderTable.keep(connection, order, WRITE_PATIENCE);
            } catch (SQLException e) {
                last = new Creation.Unknown(reason(e));
            }
            if (!(last instanceof Creation.Unknown)) {
                return last;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return last;
    }

    Finding find(UUID id) {
        long deadline = System.nanoTime() + BUDGET.toNanos();
        Finding last = new Finding.Unavailable("not tried");
        Duration remaining = BUDGET;
        while (remaining.isPositive()) {
            try (Connection connection = pool.borrow()) {
                last = OrderTable.find(connection, id, remaining);
            } catch (SQLException e) {
                last = new Finding.Unavailable(reason(e));
            }
            if (!(last instanceof Finding.Unavailable)) {
                return last;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            remaining = remaining(deadline);
        }
        return last;
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /** The pool's own message only says that it has no connection; what it suppressed says why. */
    static String reason(SQLException e) {
        Throwable cause = e.getSuppressed().length > 0 ? e.getSuppressed()[0] : e;
        return Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
    }
}
