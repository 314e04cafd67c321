package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.event.Event;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One attempt, as its operation sees it: the tools, and what is left of the time.
 *
 * <p>The operation runs in a thread of its own, so that a call that hangs can be left behind when the time is over. From then
 * on it can tell nothing more.
 */
final class StepExecution implements Execution {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(1);

    private final Site site;
    private final RunRecorder recorder;
    private final String step;
    private final long deadline;
    private volatile boolean over;

    StepExecution(Site site, RunRecorder recorder, String step, Duration timeout) {
        this.site = site;
        this.recorder = recorder;
        this.step = step;
        this.deadline = Tempo.current().nanoTime() + timeout.toNanos();
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - Tempo.current().nanoTime()));
    }

    @Override
    public String occasion() {
        return "%s/%s".formatted(recorder.state().run(), step);
    }

    @Override
    public String about() {
        RunState run = recorder.state();
        return "run %s of %s, for %s: %s"
                .formatted(
                        run.run(),
                        run.runbook(),
                        run.begin().requestedBy(),
                        run.begin().reason());
    }

    @Override
    public void note(String text) {
        if (!over) {
            recorder.append(new Event.StepNoted(step, text));
        }
    }

    @Override
    public void progress(String text) {
        if (!over) {
            recorder.progress(step, text);
        }
    }

    /** Calls the operation, for no longer than what is left of the time. */
    <T> T call(Supplier<T> operation) throws StepTimedOut, InterruptedException {
        Tempo.Task<T> task = Tempo.current().fork("step-" + step, operation::get);
        try {
            return task.await(remaining());
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (TimeoutException e) {
            throw new StepTimedOut(stop(task));
        } catch (InterruptedException e) {
            stop(task);
            throw e;
        }
    }

    private boolean stop(Tempo.Task<?> task) throws InterruptedException {
        over = true;
        task.interrupt();
        return task.join(TIME_TO_STOP);
    }

    private static RuntimeException thrown(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
            return failure;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("an operation can't throw a checked exception", e);
    }
}
