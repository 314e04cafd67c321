package dev.holdfast.engine.run;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.spi.Tempo.Mailbox;
import dev.holdfast.engine.spi.Tempo.Task;
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

/** Makes the moves of a run until it is over, each attempt of a step in a thread of its own. */
final class RunExecution {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

    private final Tempo tempo = Tempo.current();
    private final Runbook runbook;
    private final RunDecision decision;
    private final Workbench workbench;
    private final OrderDesk desk;
    private final SlowSteps slow;
    private final Map<String, Task<?>> underWay = new HashMap<>();
    /** When the delay of a step that is to be tried again is over, by {@link Tempo#nanoTime}. */
    private final Map<String, Long> delayed = new HashMap<>();

    private final Mailbox<Ended> ended = tempo.mailbox();

    RunExecution(Runbook runbook, Workbench workbench) {
        this.runbook = runbook;
        this.decision = new RunDecision(runbook);
        this.workbench = workbench;
        this.desk = new OrderDesk(runbook, workbench, workbench.governance());
        this.slow = new SlowSteps(workbench.governance().history());
    }

    private record Ended(String step, Optional<Throwable> broke) {}

    /**
     * Returns when the run is over. Whatever breaks it off, no step is left running.
     *
     * @param patient whether to wait for people
     * @return empty when the run waits for people, and this process doesn't
     */
    Optional<RunOutcome> drive(boolean patient) throws InterruptedException {
        try {
            while (true) {
                desk.look(underWay.keySet());
                Move move = decision.next(workbench.state(), underWay.keySet());
                if (move instanceof Move.Finish finish) {
                    workbench.record(new Event.RunFinished(finish.outcome(), finish.summary()));
                    return Optional.of(finish.outcome());
                }
                if (move instanceof Move.AwaitOrder && !patient) {
                    return Optional.empty();
                }
                make(move);
            }
        } finally {
            stopAll();
        }
    }

    private void make(Move move) throws InterruptedException {
        switch (move) {
            case Move.Start start -> {
                // What is not to be begun any more is not waited for either.
                delayed.keySet()
                        .retainAll(start.attempts().stream()
                                .map(Move.Attempt::step)
                                .toList());
                start.attempts().forEach(this::startWhenDue);
                awaitSome();
            }
            case Move.Await _ -> {
                delayed.clear();
                awaitSome();
            }
            case Move.AwaitOrder _ -> tempo.sleep(OrderDesk.EVERY);
            case Move.Undo undo -> undo(runbook.step(undo.step()));
            case Move.Finish _ -> throw new IllegalStateException("a run that is over makes no move");
        }
    }

    private void startWhenDue(Move.Attempt attempt) {
        Step step = runbook.step(attempt.step());
        long due = delayed.computeIfAbsent(
                step.id(), _ -> tempo.nanoTime() + delay(step, attempt).toNanos());
        if (due - tempo.nanoTime() <= 0) {
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
        slow.began(step);
        underWay.put(step.id(), tempo.fork("attempt-" + step.id(), () -> run(attempt, step.id())));
    }

    private boolean run(StepAttempt attempt, String step) {
        Optional<Throwable> broke = Optional.empty();
        try {
            attempt.run();
        } catch (InterruptedException | RuntimeException | Error e) {
            broke = Optional.of(e);
        } finally {
            ended.put(new Ended(step, broke));
        }
        return broke.isEmpty();
    }

    /** Waits until steps have ended, the delay of another one is over, or it is time to look at the orders again. */
    private void awaitSome() throws InterruptedException {
        Optional<Ended> next = ended.poll(untilNextLook());
        if (next.isEmpty()) {
            slow.look().forEach(workbench::record);
        }
        while (next.isPresent()) {
            settle(next.get());
            next = ended.poll(Duration.ZERO);
        }
    }

    private void settle(Ended one) {
        underWay.remove(one.step());
        slow.ended(one.step());
        if (one.broke().isPresent()) {
            throw broken(one.broke().get());
        }
    }

    private Duration untilNextLook() {
        long now = tempo.nanoTime();
        long first = delayed.values().stream().mapToLong(due -> due - now).min().orElse(Long.MAX_VALUE);
        return Duration.ofNanos(Math.clamp(first, 0, OrderDesk.EVERY.toNanos()));
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
        List<Task<?>> running = List.copyOf(underWay.values());
        running.forEach(Task::interrupt);
        try {
            for (Task<?> task : running) {
                task.join(TIME_TO_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
