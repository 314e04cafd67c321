package dev.holdfast.operations.concurrent;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes the same call for several targets at the same time, each on a thread of its own, and waits for all of them. */
public final class Fanout {
    /** Each call keeps a limit of its own. */
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private Fanout() {}

    /** What became of each call, in the order of the targets. A failure without a code is a defect and is thrown. */
    public static <T, R> List<Attempt<T, R>> attempt(Collection<T> targets, Function<T, R> call) {
        Tempo tempo = Tempo.current();
        List<Tempo.Task<Attempt<T, R>>> calls = targets.stream()
                .map(target -> tempo.fork("call", () -> attempt(target, call)))
                .toList();
        try {
            return join(calls);
        } catch (InterruptedException e) {
            calls.forEach(Tempo.Task::interrupt);
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for calls to " + targets, e);
        } finally {
            calls.forEach(Fanout::awaitEnd);
        }
    }

    private static <T, R> Attempt<T, R> attempt(T target, Function<T, R> call) {
        try {
            return new Attempt.Done<>(target, call.apply(target));
        } catch (HoldfastException e) {
            return new Attempt.Failed<>(target, e);
        }
    }

    private static <A> List<A> join(List<Tempo.Task<A>> calls) throws InterruptedException {
        List<A> results = new ArrayList<>();
        for (Tempo.Task<A> call : calls) {
            try {
                results.add(call.await(FOREVER));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("one of several calls failed unexpectedly", e.getCause());
            }
        }
        return results;
    }

    /** Whatever happens meanwhile, no call may act when its caller has gone on. */
    private static void awaitEnd(Tempo.Task<?> call) {
        boolean ended = false;
        boolean interrupted = false;
        while (!ended) {
            try {
                ended = call.join(FOREVER);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The results, in the order of the targets. Throws, after all have ended, when any of them failed. */
    public static <T, R> List<R> collect(Collection<T> targets, Function<T, R> call) {
        List<Attempt<T, R>> attempts = attempt(targets, call);
        refuseFailures(attempts);
        return attempts.stream()
                .filter(Attempt.Done.class::isInstance)
                .map(attempt -> ((Attempt.Done<T, R>) attempt).result())
                .toList();
    }

    /** Throws, after all have ended, when any of them failed. */
    public static <T> void forEach(Collection<T> targets, Consumer<T> call) {
        collect(targets, target -> {
            call.accept(target);
            return target;
        });
    }

    /** Runs different calls at the same time. Throws, after all have ended, when any of them failed. */
    public static void together(Runnable... calls) {
        forEach(Arrays.asList(calls), Runnable::run);
    }

    /** Makes two different calls at the same time, and puts their results together. */
    public static <A, B, R> R both(Supplier<A> one, Supplier<B> other, BiFunction<A, B, R> combine) {
        Tempo.Task<B> second = Tempo.current().fork("call", other::get);
        A first = one.get();
        try {
            return combine.apply(first, second.await(FOREVER));
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof HoldfastException coded) {
                throw coded;
            }
            throw new IllegalStateException("one of two calls failed unexpectedly", e.getCause());
        } catch (InterruptedException e) {
            second.interrupt();
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting for two calls", e);
        }
    }

    /** One exception for all failures: the code of the first one, the words of all. */
    public static <T, R> void refuseFailures(List<Attempt<T, R>> attempts) {
        List<HoldfastException> failures =
                attempts.stream().flatMap(attempt -> attempt.failure().stream()).toList();
        if (failures.isEmpty()) {
            return;
        }
        HoldfastException first = failures.getFirst();
        String all = failures.stream().map(HoldfastException::attempted).collect(Collectors.joining("; "));
        throw new HoldfastException(first.code(), all, first.nextMove(), first);
    }
}
