package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunStateTest {
    private static final RunId RUN = new RunId("20261123-101500-0001");
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00Z");
    private static final Event BEGIN =
            new Event.RunStarted("line", "text", "hash", Mode.AUTO, "test", Map.of("target", "x"), Actor.UNKNOWN);

    @Test
    void foldsAStepThroughFailureToProof() {
        RunState state = RunState.fold(events(
                new Event.StepStarted("a", 1, "switch-on"),
                new Event.StepFailed("a", 1, ErrorCode.COMMAND_FAILED, "no", "look", false),
                new Event.StepStarted("a", 2, "switch-on"),
                new Event.StepPerformed("a", 2),
                new Event.StepProved("a", true, "seen", Map.of("replica", "replica1"))));

        StepState step = state.step("a");
        assertThat(step.status()).isEqualTo(StepStatus.PROVED);
        assertThat(step.attempts()).isEqualTo(2);
        assertThat(step.tries().setbacks()).isEqualTo(1);
        assertThat(step.evidence()).isEqualTo("seen");
        assertThat(step.outputs()).containsExactly(Map.entry("replica", "replica1"));
        assertThat(step.problem()).isEmpty();
        assertThat(step.started()).contains(AT.plusSeconds(1));
        assertThat(step.ended()).contains(AT.plusSeconds(5));
        assertThat(state.version()).isEqualTo(6);
        assertThat(state.isOver()).isFalse();
    }

    @Test
    void showsStepsOfTheRunbookThatHaveNoEvent() {
        RunState state = RunState.fold(
                Runbooks.of("line", on("a"), on("b", "a")), events(new Event.StepProved("b", false, "seen", Map.of())));

        assertThat(state.steps()).extracting(StepState::id).containsExactly("a", "b");
        assertThat(state.steps()).extracting(StepState::status).containsExactly(StepStatus.PENDING, StepStatus.PROVED);
        assertThat(state.step("a").operation()).contains("switch-on");
    }

    @Test
    void noteAndResumptionChangeNothingButTheVersion() {
        RunState before = RunState.fold(events(new Event.StepStarted("a", 1, "switch-on")));
        RunState after = RunState.fold(events(
                new Event.StepStarted("a", 1, "switch-on"),
                new Event.StepNoted("a", "still there"),
                new Event.StepNoted("", "of a later version"),
                new Event.RunResumed("process 1")));

        assertThat(after.steps()).isEqualTo(before.steps());
        assertThat(after.version()).isEqualTo(5);
    }

    @Test
    void isOverWithAnOutcome() {
        RunState state = RunState.fold(events(new Event.RunFinished(RunOutcome.UNDONE, "taken back")));

        assertThat(state.isOver()).isTrue();
        assertThat(state.outcome()).contains(RunOutcome.UNDONE);
    }

    @Test
    void refusesEventsThatAreNoRun() {
        assertThatThrownBy(() -> RunState.fold(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RunState.fold(events(BEGIN))).hasMessageContaining("started twice");
    }

    private static List<Recorded> events(Event... events) {
        List<Recorded> recorded = new ArrayList<>();
        recorded.add(new Recorded(RUN, 1, AT, BEGIN));
        for (Event event : events) {
            recorded.add(new Recorded(RUN, recorded.size() + 1L, AT.plusSeconds(recorded.size()), event));
        }
        return recorded;
    }
}
