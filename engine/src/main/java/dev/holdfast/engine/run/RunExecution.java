package dev.holdfast.engine.run;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Makes the moves of a run until it is over, each attempt of a step in a thread of its own. */
final class RunExecution {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

    private final Runbook runbook;
    private final Workbench workbench;
    private final Map<String, Thread> underWay = new HashMap<>();
    /** When the delay of a step that is to be tried again is over, by {@link System#nanoTime}. */
    private final Map<String, Long> delayed = new HashMap<>();

    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    RunExecution(Runbook runbook, Workbench workbench) {
        this.runbook = runbook;
        this.workbench = workbench;
    }

    private record Ended(String step, Optional<Throwable> broke) {}

    /** Returns when the run is over. Whatever breaks it off, no step is left running. */
    RunOutcome drive() throws InterruptedException {
        try {
            Optional<RunOutcome> outcome = Optional.empty();
            while (outcome.isEmpty()) {
                outcome = make(RunDecision.next(runbook, workbench.state(), underWay.keySet()));
            }
            return outcome.get();
        } finally {
            stopAll();
        }
    }

    private Optional<RunOutcome> make(Move move) throws InterruptedException {
        switch (move) {
            case Move.Start start -> {
                start.attempts().forEach(this::startWhenDue);
                awaitOne();
            }
            case Move.Await _ -> awaitOne();
            case Move.Undo undo -> undo(runbook.step(undo.step()));
            case Move.Finish finish -> {
                workbench.record(new Event.RunFinished(finish.outcome(), finish.summary()));
                return Optional.of(finish.outcome());
            }
        }
        return Optional.empty();
    }

    private void startWhenDue(Move.Attempt attempt) {
        Step step = runbook.step(attempt.step());
        long due = delayed.computeIfAbsent(
                step.id(), _ -> System.nanoTime() + delay(step, attempt).toNanos());
        if (due - System.nanoTime() <= 0) {
            delayed.remove(step.id());
            start(step);
        }
    }

    /** Never longer than the step says, even if the clock was set back since. */
    private Duration delay(Step step, Move.Attempt attempt) {
        Instant now = workbench.site().clock().instant();
        Duration left =
                attempt.notBefore().map(due -> Duration.between(now, due)).orElse(Duration.ZERO);
        Duration longest = step.limits().retryDelay();
        return left.compareTo(longest) < 0 ? left : longest;
    }

    private void start(Step step) {
        StepAttempt attempt = new StepAttempt(workbench, step);
        underWay.put(step.id(), Thread.ofVirtual().name("attempt-" + step.id()).start(() -> run(attempt, step.id())));
    }

    private void run(StepAttempt attempt, String step) {
        Optional<Throwable> broke = Optional.empty();
        try {
            attempt.run();
        } catch (InterruptedException | RuntimeException | Error e) {
            broke = Optional.of(e);
        } finally {
            ended.add(new Ended(step, broke));
        }
    }

    /** Waits until a step has ended, or the delay of another one is over. */
    private void awaitOne() throws InterruptedException {
        Ended one = delayed.isEmpty() ? ended.take() : ended.poll(untilFirstDue(), TimeUnit.NANOSECONDS);
        if (one == null) {
            return;
        }
        underWay.remove(one.step());
        if (one.broke().isPresent()) {
            throw broken(one.broke().get());
        }
    }

    private long untilFirstDue() {
        long now = System.nanoTime();
        return delayed.values().stream().mapToLong(due -> due - now).min().orElse(0);
    }

    private RuntimeException broken(Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new HoldfastException(
                ErrorCode.INTERRUPTED, "executing run " + workbench.state().run(), cause);
    }

    private void undo(Step step) throws InterruptedException {
        String name = step.undo().orElseThrow();
        new UndoAttempt(workbench, step, workbench.catalogue().get(name)).run();
    }

    private void stopAll() {
        List<Thread> running = List.copyOf(underWay.values());
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                thread.join(TIME_TO_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
