package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.operation;
import static dev.holdfast.engine.testkit.Runbooks.retries;
import static dev.holdfast.engine.testkit.Runbooks.undoable;
import static dev.holdfast.engine.testkit.Runbooks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.testkit.EngineFixture;
import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.FakeWorld.Trouble;
import dev.holdfast.engine.testkit.Incarnation;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunEngineTest {
    private static final Map<String, String> CONFIRMED = Map.of("confirm", "true");

    @TempDir
    private Path locks;

    private final MemoryJournal journal = new MemoryJournal();
    private final FakeWorld world = new FakeWorld();

    @Test
    void recordsCheckActAndProofOfAStep() {
        RunId run = run(Runbooks.of("one", on("a")), Map.of());

        assertThat(EngineFixture.names(journal.read(run)))
                .containsExactly(
                        "RunStarted",
                        "StepPlanned a",
                        "StepStarted a",
                        "StepNoted a",
                        "StepPerformed a",
                        "StepProved a",
                        "RunFinished");
    }

    @Test
    void aStepFoundInEffectIsProvedWithoutPerforming() {
        Runbook twice = Runbooks.of("twice", on("a"), with(on("again", "a"), Map.of("target", "a")));

        RunId run = run(twice, Map.of());

        assertThat(world.history()).containsExactly("+a");
        assertThat(journal.read(run))
                .extracting(Recorded::event)
                .contains(new Event.StepProved("again", false, "a is on", Map.of("target", "a")));
    }

    @Test
    void tellsTheListenerEveryEventInOrder() {
        List<Recorded> told = new ArrayList<>();
        RunEngine engine = engine(Runbooks.of("line", on("a"), on("b", "a")), journal);
        RunId run = engine.start(Runbooks.of("line", on("a"), on("b", "a")), Map.of(), Request.automatic("test"));

        engine.execute(run, told::add);

        assertThat(told)
                .isEqualTo(journal.read(run).subList(1, journal.read(run).size()));
    }

    @Test
    void aListenerThatFailsDoesNotStopTheRun() {
        Runbook runbook = Runbooks.of("line", on("a"));
        RunEngine engine = engine(runbook, journal);

        RunOutcome outcome = engine.execute(engine.start(runbook, Map.of(), Request.automatic("test")), _ -> {
            throw new IllegalStateException("the terminal is gone");
        });

        assertThat(outcome).isEqualTo(RunOutcome.SUCCEEDED);
    }

    @Test
    void refusesWhatIsNotConfirmed() {
        Runbook runbook = Runbooks.of("wreck", retries(operation(on("a"), "wreck"), 3));

        RunId run = run(runbook, Map.of());

        assertThat(world.history()).isEmpty();
        assertThat(outcome(run)).contains(RunOutcome.REFUSED);
        assertThat(EngineFixture.names(journal.read(run)))
                .containsExactly("RunStarted", "StepPlanned a", "StepRefused a", "RunFinished");
        assertThat(state(run).step("a").problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.CONFIRMATION_MISSING));
    }

    @Test
    void recordsOneRestorePointBeforeADestructiveStepHoweverOftenItIsTried() {
        world.trouble(Trouble.FAILS_BEFORE, "a", 1);

        RunId run = run(Runbooks.of("wreck", retries(operation(on("a"), "wreck"), 1)), CONFIRMED);

        assertThat(EngineFixture.names(journal.read(run)))
                .containsSubsequence("RestorePointRecorded a", "StepStarted a", "StepFailed a", "StepProved a")
                .containsOnlyOnce("RestorePointRecorded a");
    }

    @Test
    void undoesNewestFirst() {
        world.trouble(Trouble.FAILS_BEFORE, "c", 1);

        RunId run =
                run(Runbooks.of("undo", undoable(on("a")), undoable(on("b", "a")), undoable(on("c", "b"))), Map.of());

        assertThat(outcome(run)).contains(RunOutcome.UNDONE);
        assertThat(world.history()).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void takesAParameterFromTheStepElseTheRunElseAnOutput() {
        Step fromOutput = with(on("again", "a"), Map.of());
        RunId output = run(Runbooks.of("output", on("a"), fromOutput), Map.of());
        assertThat(state(output).step("again").outputs()).containsEntry("target", "a");

        assertThatThrownBy(() -> run(Runbooks.of("unlisted", on("a")), Map.of("color", "red")))
                .satisfies(code(ErrorCode.PARAMETER_INVALID));

        run(Runbooks.of("run", with(on("z"), Map.of())), Map.of("target", "given"));
        run(Runbooks.of("step", on("own")), Map.of("target", "ignored"));
        assertThat(world.history()).contains("+given", "+own").doesNotContain("+ignored");
    }

    @Test
    void refusesAStepWithoutItsParameterBeforeItChangesAnything() {
        RunId run = run(Runbooks.of("missing", with(on("a"), Map.of())), Map.of());

        assertThat(outcome(run)).contains(RunOutcome.REFUSED);
        assertThat(state(run).step("a").problem())
                .hasValueSatisfying(problem -> assertThat(problem.reason()).contains("--target", "is missing"));
    }

    @Test
    void knowsRunsThatAreUnknownOverAndBusy() {
        Runbook runbook = Runbooks.of("one", on("a"));
        RunEngine engine = engine(runbook, journal);
        RunId run = engine.start(runbook, Map.of(), Request.automatic("test"));

        assertThatThrownBy(() -> engine.execute(new RunId("none"), _ -> {})).satisfies(code(ErrorCode.RUN_UNKNOWN));
        engine.execute(
                run,
                event -> assertThat(failureOf(() -> engine(runbook, journal).execute(run, _ -> {})))
                        .as("while %s is recorded", event)
                        .satisfies(code(ErrorCode.RUN_BUSY)));
        assertThatThrownBy(() -> engine.execute(run, _ -> {})).satisfies(code(ErrorCode.RUN_OVER));
    }

    @Test
    void refusesATextThatIsNotTheOneTheRunIsPinnedTo() {
        RunId run = engine(Runbooks.of("one", on("a")), journal)
                .start(Runbooks.of("one", on("a")), Map.of(), Request.automatic("test"));

        assertThatThrownBy(() -> engine(Runbooks.of("other", on("b")), journal).execute(run, _ -> {}))
                .satisfies(code(ErrorCode.RUNBOOK_INVALID));
        assertThat(world.history()).isEmpty();
    }

    @Test
    void stopsAtOnceWhenSomebodyElseWritesToTheRun() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));
        Journal shared = new OtherAnswers(journal, 3) {
            @Override
            AppendResult other(RunId run, long version, Instant at, List<Event> events) {
                journal.append(run, version, at, List.of(new Event.RunResumed("somebody else")));
                return journal.append(run, version, at, events);
            }
        };
        RunEngine engine = engine(runbook, shared);
        RunId run = engine.start(runbook, Map.of(), Request.automatic("test"));

        assertThatThrownBy(() -> engine.execute(run, _ -> {})).satisfies(code(ErrorCode.JOURNAL_CONFLICT));
        assertThat(world.history()).isEmpty();
    }

    @Test
    void looksUpWhatBecameOfAnAppendThatIsUnknown() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));
        Journal vague = new OtherAnswers(journal, 2) {
            @Override
            AppendResult other(RunId run, long version, Instant at, List<Event> events) {
                journal.append(run, version, at, events);
                return new AppendResult.Unknown("the disk did not answer");
            }
        };
        RunEngine engine = engine(runbook, vague);

        assertThat(engine.execute(engine.start(runbook, Map.of(), Request.automatic("test")), _ -> {}))
                .isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(world.history()).containsExactly("+a", "+b");
    }

    @Test
    void doesNotActWhenAnAppendWasLost() {
        Runbook runbook = Runbooks.of("line", on("a"));
        Journal lossy = new OtherAnswers(journal, 2) {
            @Override
            AppendResult other(RunId run, long version, Instant at, List<Event> events) {
                return new AppendResult.Unknown("the disk did not answer");
            }
        };
        RunEngine engine = engine(runbook, lossy);
        RunId run = engine.start(runbook, Map.of(), Request.automatic("test"));

        assertThatThrownBy(() -> engine.execute(run, _ -> {})).satisfies(code(ErrorCode.JOURNAL_UNWRITABLE));
        assertThat(world.history()).isEmpty();
        assertThat(engine(runbook, journal).execute(run, _ -> {})).isEqualTo(RunOutcome.SUCCEEDED);
    }

    private abstract static class OtherAnswers implements Journal {
        private final MemoryJournal journal;
        private final int which;
        private int appends;

        OtherAnswers(MemoryJournal journal, int which) {
            this.journal = journal;
            this.which = which;
        }

        abstract AppendResult other(RunId run, long version, Instant at, List<Event> events);

        @Override
        public AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
            appends++;
            return appends == which
                    ? other(run, expectedVersion, at, events)
                    : journal.append(run, expectedVersion, at, events);
        }

        @Override
        public List<Recorded> read(RunId run) {
            return journal.read(run);
        }

        @Override
        public List<RunId> runs(int limit) {
            return journal.runs(limit);
        }
    }

    private RunEngine engine(Runbook runbook, Journal written) {
        return new EngineFixture(world, runbook, locks).engine(written, new Incarnation());
    }

    private RunId run(Runbook runbook, Map<String, String> parameters) {
        RunEngine engine = engine(runbook, journal);
        RunId run = engine.start(runbook, parameters, Request.automatic("test"));
        engine.execute(run, _ -> {});
        return run;
    }

    private RunState state(RunId run) {
        return RunState.fold(journal.read(run));
    }

    private Optional<RunOutcome> outcome(RunId run) {
        return state(run).outcome();
    }

    private static Consumer<Throwable> code(ErrorCode expected) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        coded -> assertThat(coded.code()).isEqualTo(expected));
    }

    private static Throwable failureOf(ThrowingCallable action) {
        return catchThrowable(action);
    }
}
