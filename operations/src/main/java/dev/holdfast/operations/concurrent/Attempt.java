package dev.holdfast.operations.concurrent;

import dev.holdfast.model.error.HoldfastException;
import java.util.Optional;

/** What became of one of several calls. */
public sealed interface Attempt<T, R> {

    T target();

    /** The failure, if it failed. */
    Optional<HoldfastException> failure();

    /** It returned. */
    record Done<T, R>(T target, R result) implements Attempt<T, R> {
        @Override
        public Optional<HoldfastException> failure() {
            return Optional.empty();
        }
    }

    /** It threw a coded failure. */
    record Failed<T, R>(T target, HoldfastException cause) implements Attempt<T, R> {
        @Override
        public Optional<HoldfastException> failure() {
            return Optional.of(cause);
        }
    }
}
