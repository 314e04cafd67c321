package dev.holdfast.operations.concurrent;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits until something is there, by looking again and again. */
public final class Waiting {
    private Waiting() {}

    /** The first result, looking at least once; empty when the limit is over. */
    public static <T> Optional<T> forResult(Duration limit, Duration interval, Supplier<Optional<T>> look) {
        Tempo tempo = Tempo.current();
        long deadline = tempo.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent() || tempo.nanoTime() - deadline >= 0) {
                return found;
            }
            pause(tempo, interval);
        }
    }

    /** Whether it became true within the limit, looking at least once. */
    public static boolean until(Duration limit, Duration interval, Supplier<Boolean> look) {
        return forResult(limit, interval, () -> look.get() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    private static void pause(Tempo tempo, Duration interval) {
        try {
            tempo.sleep(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting", e);
        }
    }
}
