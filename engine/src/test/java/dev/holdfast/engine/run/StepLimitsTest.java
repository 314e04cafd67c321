package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.operation;
import static dev.holdfast.engine.testkit.Runbooks.retries;
import static dev.holdfast.engine.testkit.Runbooks.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.testkit.FakeSite;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that hang, break, or need one another. */
final class StepLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path locks;

    private final MemoryJournal journal = new MemoryJournal();
    private final CountDownLatch never = new CountDownLatch(1);

    private record Nothing(
            @Parameter("A name that isn't used.") Optional<String> target) {}

    /** An operation that does what the test says. */
    private record Scripted(Function<Execution, Proof> script) implements Check<Nothing> {
        @Override
        public Declaration<Nothing> declaration() {
            return new Declaration<>("fake.scripted", "scripted", "Does it.", Nothing.class, Danger.READS);
        }

        @Override
        public Proof prove(Nothing parameters, Execution execution) {
            return script.apply(execution);
        }
    }

    @Test
    void interruptsAStepWhoseTimeIsOverAndTriesAgain() {
        AtomicInteger calls = new AtomicInteger();
        RunOutcome outcome = run(retries(step("a", SHORT), 1), execution -> {
            if (calls.incrementAndGet() == 1) {
                hang(execution);
            }
            return holds();
        });

        assertThat(outcome).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(calls).hasValue(2);
        assertThat(state().step("a").attempts()).isEqualTo(2);
    }

    @Test
    void reportsAStepThatTimedOut() {
        RunOutcome outcome = run(step("a", SHORT), this::hang);

        assertThat(outcome).isEqualTo(RunOutcome.FAILED);
        assertThat(codeOf("a")).contains(ErrorCode.STEP_TIMED_OUT);
    }

    @Test
    void doesNotActBesideAnAttemptThatCannotBeStopped() {
        AtomicInteger calls = new AtomicInteger();
        RunOutcome outcome = run(retries(step("a", SHORT), 5), _ -> {
            calls.incrementAndGet();
            hangForGood();
            return holds();
        });
        never.countDown();

        assertThat(outcome).isEqualTo(RunOutcome.FAILED);
        assertThat(calls).hasValue(1);
        assertThat(state().step("a").problem())
                .hasValueSatisfying(problem -> assertThat(problem.reason()).contains("does not react"));
    }

    @Test
    void aDefectOfAnOperationIsAFailureWithANumber() {
        RunOutcome outcome = run(step("a", Duration.ofSeconds(20)), _ -> {
            throw new IllegalStateException("bug");
        });

        assertThat(outcome).isEqualTo(RunOutcome.FAILED);
        assertThat(codeOf("a")).contains(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void runsIndependentStepsAtTheSameTime() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        Duration enough = Duration.ofSeconds(20);

        RunOutcome outcome = run(
                _ -> {
                    meet(meeting);
                    return holds();
                },
                step("a", enough),
                step("b", enough),
                step("c", enough));

        assertThat(outcome).isEqualTo(RunOutcome.SUCCEEDED);
    }

    @Test
    void anInterruptedRunGoesOnLater() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Runbook runbook = Runbooks.of("one", step("a", Duration.ofSeconds(20)));
        RunEngine engine = engine(runbook, execution -> {
            begun.countDown();
            return hang(execution);
        });
        RunId run = engine.start(runbook, Map.of(), Request.automatic("test"));
        AtomicInteger interrupted = new AtomicInteger();
        Thread thread = Thread.ofVirtual().start(() -> {
            HoldfastException e = catchThrowableOfType(HoldfastException.class, () -> engine.execute(run, _ -> {}));
            interrupted.set(e.code() == ErrorCode.INTERRUPTED ? 1 : 0);
        });
        begun.await();
        thread.interrupt();
        thread.join();

        assertThat(interrupted).hasValue(1);
        assertThat(state().isOver()).isFalse();
        assertThat(engine(runbook, _ -> holds()).execute(run, _ -> {})).isEqualTo(RunOutcome.SUCCEEDED);
    }

    private static Step step(String id, Duration timeout) {
        return operation(Runbooks.with(timeout(on(id), timeout), Map.of()), "scripted");
    }

    private RunOutcome run(Step step, Function<Execution, Proof> script) {
        return run(script, step);
    }

    private RunOutcome run(Function<Execution, Proof> script, Step... steps) {
        Runbook runbook = Runbooks.of("scripted", steps);
        RunEngine engine = engine(runbook, script);
        return engine.execute(engine.start(runbook, Map.of(), Request.automatic("test")), _ -> {});
    }

    private RunEngine engine(Runbook runbook, Function<Execution, Proof> script) {
        List<Operation<?>> operations = List.of(new Scripted(script));
        return new RunEngine(
                new Catalogue(operations),
                FakeSite.inRealTime(),
                journal,
                RunLocks.in(locks),
                (_, _) -> Optional.empty(),
                Governance.open(new MemoryJournal()),
                _ -> runbook);
    }

    private RunState state() {
        return RunState.fold(journal.read(journal.runs(1).getFirst()));
    }

    private Optional<ErrorCode> codeOf(String step) {
        return state().step(step).problem().map(StepState.Problem::code);
    }

    private static Proof holds() {
        return new Proof.Holds("done", Map.of());
    }

    /** As a driver that waits for an answer: an interrupt ends it. */
    private Proof hang(Execution execution) {
        try {
            never.await();
        } catch (InterruptedException e) {
            execution.note("this comes too late to be heard");
            throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting", e);
        }
        return holds();
    }

    private void hangForGood() {
        boolean released = false;
        while (!released) {
            try {
                never.await();
                released = true;
            } catch (InterruptedException ignored) {
                released = false;
            }
        }
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }
}
