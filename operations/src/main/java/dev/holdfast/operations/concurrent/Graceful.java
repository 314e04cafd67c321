package dev.holdfast.operations.concurrent;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A part of a step that is taken gracefully for so long, and ungracefully when that time is spent or it fails. Which of the two it
 * was is never kept silent: the journal says what was tried, for how long, why it was given up, and what was done instead.
 *
 * @param what is tried, such as {@code draining fastapi-main-use1-1}
 * @param budget the longest that the graceful way may take
 * @param reserve what the ungraceful way needs; so much of the step's time is left to it
 */
public record Graceful(Execution execution, String what, Duration budget, Duration reserve) {

    /** Which way it went. */
    public enum Way {
        GRACEFUL,
        UNGRACEFUL
    }

    /**
     * Takes it.
     *
     * @param graceful is handed its limit, and throws a coded failure when it does not succeed within
     * @param instead what the ungraceful way does, such as {@code its sessions are cut}
     */
    public Way orElse(Consumer<Duration> graceful, String instead, Runnable ungraceful) {
        Duration limit = limit();
        if (!limit.isPositive()) {
            execution.note("no time is left for %s, so %s".formatted(what, instead));
            ungraceful.run();
            return Way.UNGRACEFUL;
        }
        try {
            graceful.accept(limit);
            return Way.GRACEFUL;
        } catch (HoldfastException failure) {
            if (failure.code() == ErrorCode.INTERRUPTED) {
                throw failure;
            }
            execution.note("%s did not succeed within its budget of %s, so %s: %s"
                    .formatted(what, DurationText.format(limit), instead, failure.attempted()));
        }
        ungraceful.run();
        return Way.UNGRACEFUL;
    }

    private Duration limit() {
        Duration affordable = execution.remaining().minus(reserve);
        return affordable.compareTo(budget) < 0 ? affordable : budget;
    }
}
