package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.onFailure;
import static dev.holdfast.engine.testkit.Runbooks.retries;
import static dev.holdfast.engine.testkit.Runbooks.undoable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunDecisionTest {
    private static final RunId RUN = new RunId("20261123-101500-0001");
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00Z");

    @Test
    void startsEveryStepWhoseNeedsAreDone() {
        Runbook runbook = Runbooks.of("dag", on("a"), on("b"), on("c", "a", "b"));

        assertThat(started(runbook, Set.of())).containsExactly("a", "b");
        assertThat(started(runbook, Set.of("b"), begun("a"), proved("a"))).isEmpty();
        assertThat(started(runbook, Set.of(), begun("a"), proved("a"), proved("b")))
                .containsExactly("c");
    }

    @Test
    void awaitsWhatIsUnderWay() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));

        assertThat(next(runbook, Set.of("a"))).isEqualTo(new Move.Await());
        assertThat(next(runbook, Set.of("a"), begun("a"))).isEqualTo(new Move.Await());
    }

    @Test
    void beginsAgainWhatADeadProcessLeft() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));

        assertThat(started(runbook, Set.of(), begun("a"))).containsExactly("a");
    }

    @Test
    void beginsAgainWhatADeadProcessLeftAlsoWhenItsNeedWasTakenBackSince() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));

        assertThat(started(
                        runbook,
                        Set.of(),
                        begun("a"),
                        proved("a"),
                        begun("b"),
                        new Event.UndoFailed("a", ErrorCode.ROLLBACK_IMPOSSIBLE, "it can't")))
                .containsExactly("b");
    }

    @Test
    void triesNothingAgainWhoseNeedWasTakenBack() {
        Runbook runbook = Runbooks.of("line", on("a"), retries(on("b", "a"), 3));

        assertThat(next(
                        runbook,
                        Set.of(),
                        begun("a"),
                        proved("a"),
                        begun("b"),
                        failed("b", 1),
                        new Event.UndoProved("a", "a is off")))
                .isInstanceOf(Move.Finish.class);
    }

    @Test
    void finishesWhenEverythingIsProved() {
        Runbook runbook = Runbooks.of("line", on("a"));

        assertThat(next(runbook, Set.of(), proved("a")))
                .isEqualTo(new Move.Finish(RunOutcome.SUCCEEDED, "1 of 1 steps done"));
    }

    @Test
    void triesAgainAfterTheDelayUntilTheRetriesAreUsedUp() {
        Runbook runbook = Runbooks.of("line", retries(on("a"), 1));

        assertThat(next(runbook, Set.of(), failed("a", 1)))
                .isInstanceOfSatisfying(
                        Move.Start.class,
                        start -> assertThat(start.attempts().getFirst().notBefore())
                                .contains(AT.plusSeconds(1).plus(Duration.ofMillis(1))));
        assertThat(outcome(next(runbook, Set.of(), failed("a", 1), failed("a", 2))))
                .isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void anAttemptThatWasCutOffIsNoSetback() {
        Runbook runbook = Runbooks.of("line", retries(on("a"), 1));

        assertThat(started(runbook, Set.of(), begun("a", 1), begun("a", 2), failed("a", 2)))
                .containsExactly("a");
    }

    @Test
    void doesNotTryAgainWhenAFailureWasTheLast() {
        Runbook runbook = Runbooks.of("line", retries(on("a"), 5));
        Event last = new Event.StepFailed("a", 1, ErrorCode.STEP_TIMED_OUT, "hangs", "look", true);

        assertThat(outcome(next(runbook, Set.of(), last))).isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void aRefusalIsTriedAgainUnlessAPersonMustActFirst() {
        Runbook runbook = Runbooks.of("line", retries(on("a"), 2));

        assertThat(started(runbook, Set.of(), refused("a", ErrorCode.FENCE_UNPROVEN)))
                .containsExactly("a");
        assertThat(outcome(next(runbook, Set.of(), refused("a", ErrorCode.CONFIRMATION_MISSING))))
                .isEqualTo(RunOutcome.REFUSED);
        assertThat(outcome(next(runbook, Set.of(), refused("a", ErrorCode.PARAMETER_INVALID))))
                .isEqualTo(RunOutcome.REFUSED);
    }

    @Test
    void aRefusalAfterAChangeIsAFailedRun() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));
        Event refusal = refused("b", ErrorCode.FENCE_UNPROVEN);

        assertThat(outcome(next(runbook, Set.of(), planned("a", List.of()), begun("a"), proved("a"), refusal)))
                .isEqualTo(RunOutcome.REFUSED);
        assertThat(outcome(next(runbook, Set.of(), planned("a", List.of("a")), begun("a"), proved("a"), refusal)))
                .isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void stopStartsNothingMoreButSettlesWhatWasInFlight() {
        Runbook runbook = Runbooks.of("wide", on("a"), on("b"), on("c"), retries(on("d"), 3));

        assertThat(started(runbook, Set.of(), failed("a", 1), begun("b"), failed("d", 1)))
                .containsExactly("b");
        assertThat(next(runbook, Set.of("b"), failed("a", 1), begun("b"))).isEqualTo(new Move.Await());
    }

    @Test
    void continueCountsAFailedStepAsDone() {
        Runbook runbook = Runbooks.of("line", onFailure(on("a"), FailurePolicy.CONTINUE), on("b", "a"));

        assertThat(started(runbook, Set.of(), failed("a", 1))).containsExactly("b");
        assertThat(outcome(next(runbook, Set.of(), failed("a", 1), proved("b"))))
                .isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void undoesWhatWasBegunNewestFirst() {
        Runbook runbook = Runbooks.of(
                "line", undoable(on("a")), undoable(on("b", "a")), undoable(on("c", "b")), undoable(on("d", "c")));
        List<Event> events = new ArrayList<>(
                List.of(begun("a"), proved("a"), proved("b"), begun("c"), proved("c"), begun("d"), failed("d", 1)));

        assertThat(next(runbook, events)).isEqualTo(new Move.Undo("d"));
        events.add(new Event.UndoProved("d", "gone"));
        assertThat(next(runbook, events)).isEqualTo(new Move.Undo("c"));
        events.add(new Event.UndoStarted("c", "switch-off"));
        assertThat(next(runbook, events)).as("a death amid the undo").isEqualTo(new Move.Undo("c"));
        events.add(new Event.UndoProved("c", "gone"));
        assertThat(next(runbook, events)).as("b was found in effect: not ours").isEqualTo(new Move.Undo("a"));
        events.add(new Event.UndoProved("a", "gone"));
        assertThat(outcome(next(runbook, events))).isEqualTo(RunOutcome.UNDONE);
    }

    @Test
    void stopsUndoingAtTheFirstStepThatCannotBeTakenBack() {
        Runbook runbook = Runbooks.of("line", undoable(on("a")), undoable(on("b", "a")));

        Move move = next(
                runbook,
                Set.of(),
                begun("a"),
                proved("a"),
                begun("b"),
                failed("b", 1),
                new Event.UndoFailed("b", ErrorCode.COMMAND_FAILED, "stuck"));

        assertThat(outcome(move)).isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void undoesNothingWhileAStepIsUnderWay() {
        Runbook runbook = Runbooks.of("wide", undoable(on("a")), undoable(on("b")));

        assertThat(next(runbook, Set.of("b"), begun("a"), failed("a", 1))).isEqualTo(new Move.Await());
    }

    private static Event begun(String step) {
        return begun(step, 1);
    }

    private static Event begun(String step, int attempt) {
        return new Event.StepStarted(step, attempt, "switch-on");
    }

    private static Event planned(String step, List<String> changes) {
        return new Event.StepPlanned(step, Plan.harmless("do it", changes, Map.of()));
    }

    private static Event proved(String step) {
        return new Event.StepProved(step, true, "seen", Map.of());
    }

    private static Event failed(String step, int attempt) {
        return new Event.StepFailed(step, attempt, ErrorCode.COMMAND_FAILED, "no", "look", false);
    }

    private static Event refused(String step, ErrorCode code) {
        return new Event.StepRefused(step, code, "no", "look");
    }

    private static List<String> started(Runbook runbook, Set<String> underWay, Event... events) {
        return next(runbook, underWay, events) instanceof Move.Start start
                ? start.attempts().stream().map(Move.Attempt::step).toList()
                : List.of();
    }

    private static RunOutcome outcome(Move move) {
        assertThat(move).isInstanceOf(Move.Finish.class);
        return ((Move.Finish) move).outcome();
    }

    private static Move next(Runbook runbook, List<Event> events) {
        return next(runbook, Set.of(), events.toArray(new Event[0]));
    }

    /** The event with index n is recorded n - 1 seconds after the first. */
    private static Move next(Runbook runbook, Set<String> underWay, Event... events) {
        List<Recorded> recorded = new ArrayList<>();
        Event begin = new Event.RunStarted(
                runbook.name(), runbook.source(), runbook.hash(), Mode.AUTO, "t", Map.of(), Actor.UNKNOWN);
        recorded.add(new Recorded(RUN, 1, AT, begin));
        for (Event event : events) {
            recorded.add(new Recorded(RUN, recorded.size() + 1L, AT.plusSeconds(recorded.size()), event));
        }
        return new RunDecision(runbook).next(RunState.fold(runbook, recorded), underWay);
    }
}
