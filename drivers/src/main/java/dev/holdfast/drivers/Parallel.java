package dev.holdfast.drivers;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Does the same for several things at once. */
public final class Parallel {

    private Parallel() {}

    /** The results in the order of the inputs; when some fail, the first failure, after all have ended. */
    public static <I, O> List<O> each(List<I> inputs, Function<I, O> work) {
        return run(threads -> {
            List<Future<O>> futures = inputs.stream()
                    .map(input -> threads.submit(() -> work.apply(input)))
                    .toList();
            List<O> results = new ArrayList<>();
            for (Future<O> future : futures) {
                results.add(future.get());
            }
            return results;
        });
    }

    /** Two different things at once; when they fail, the first one's failure, after both have ended. */
    public static <A, B, R> R both(Supplier<A> first, Supplier<B> second, BiFunction<A, B, R> join) {
        return run(threads -> {
            Future<A> one = threads.submit(first::get);
            Future<B> other = threads.submit(second::get);
            return join.apply(one.get(), other.get());
        });
    }

    private static <R> R run(Work<R> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return work.on(threads);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new HoldfastException(ErrorCode.INTERNAL_ERROR, "working in parallel", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "working in parallel", e);
        }
    }

    @FunctionalInterface
    private interface Work<R> {
        R on(ExecutorService threads) throws ExecutionException, InterruptedException;
    }
}
