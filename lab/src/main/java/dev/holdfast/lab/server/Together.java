package dev.holdfast.lab.server;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at once. */
public final class Together {
    private Together() {}

    /** Returns when all are done, well or not; throws one failure that tells of all. */
    public static void all(List<Runnable> tasks) {
        List<HoldfastException> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            for (Future<?> future : running) {
                await(future, failures);
            }
        }
        if (failures.size() == 1) {
            throw failures.getFirst();
        }
        if (!failures.isEmpty()) {
            HoldfastException first = failures.getFirst();
            throw new HoldfastException(
                    first.code(),
                    String.join(
                            "\n",
                            failures.stream()
                                    .map(HoldfastException::attempted)
                                    .distinct()
                                    .toList()),
                    first.nextMove(),
                    first);
        }
    }

    private static void await(Future<?> future, List<HoldfastException> failures) {
        try {
            future.get();
        } catch (ExecutionException e) {
            failures.add(
                    e.getCause() instanceof HoldfastException coded
                            ? coded
                            : new HoldfastException(ErrorCode.INTERNAL_ERROR, String.valueOf(e.getCause()), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "bringing servers up", e);
        }
    }
}
