package dev.holdfast.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Optional<Duration> MINUTE = Optional.of(Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource(textBlock = """
            0s,      12s, true
            60s,     0s,  true
            61s,     0s,  false
            unknown, 0s,  false
            '',      0s,  true
            '',      2m,  false
            '',      '',  false
            """)
    void theLossOfThePlanCountsElseTheOneThatWasFoundBefore(String planned, String found, boolean holds) {
        Map<String, String> facts = planned.isEmpty() ? Map.of() : Map.of("loss", planned);
        Map<String, String> outputs = found.isEmpty() ? Map.of() : Map.of("loss", found);

        assertThat(holds(Guard.LOSS_WITHIN_RPO, evidence(outputs, facts, MINUTE, List.of())))
                .isEqualTo(holds);
    }

    @Test
    void withoutAnObjectiveNoLossIsWithinIt() {
        assertThat(holds(Guard.LOSS_WITHIN_RPO, evidence(Map.of(), Map.of("loss", "0s"), Optional.empty(), List.of())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"7/7, true", "6/7, false", "0/0, false", "many, false", "1/1, true", "'', false"})
    void everySourceHasToAgree(String votes, boolean holds) {
        Map<String, String> outputs = votes.isEmpty() ? Map.of() : Map.of("votes", votes);

        assertThat(holds(Guard.VOTES_UNANIMOUS, evidence(outputs, Map.of(), MINUTE, List.of())))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            database-failure, AUTO,       true,  PT59M, false
            database-failure, AUTO,       true,  PT61M, true
            database-failure, AUTO,       false, PT1M,  true
            database-failure, SIMULATION, true,  PT1M,  true
            region-failure,   AUTO,       true,  PT1M,  true
            """)
    void anotherRunThatChangedSomethingLatelyIsFlapping(
            String runbook, Mode mode, boolean performed, Duration ago, boolean holds) {
        RunState other = run(new RunId("20261123-020000-0001"), runbook, mode, ended(performed, NOW.minus(ago)));

        assertThat(holds(Guard.NOT_FLAPPING, evidence(Map.of(), Map.of(), MINUTE, List.of(other))))
                .isEqualTo(holds);
    }

    @Test
    void aStepThatFailedMayHaveChangedSomething() {
        List<Event> events = List.of(
                new Event.StepStarted("promote", 1, "promote-replica"),
                new Event.RunFinished(RunOutcome.FAILED, "it did not work"));
        RunState other = run(new RunId("20261123-025900-0001"), "database-failure", Mode.AUTO, at(events, NOW));

        assertThat(holds(Guard.NOT_FLAPPING, evidence(Map.of(), Map.of(), MINUTE, List.of(other))))
                .isFalse();
    }

    @Test
    void theRunItselfIsNoOther() {
        GuardEvidence alone = evidence(Map.of(), Map.of(), MINUTE, List.of());
        RunState itself = run(alone.run().run(), "database-failure", Mode.AUTO, ended(true, NOW));

        assertThat(holds(Guard.NOT_FLAPPING, evidence(Map.of(), Map.of(), MINUTE, List.of(itself))))
                .isTrue();
    }

    private static boolean holds(Guard guard, GuardEvidence evidence) {
        GuardRule.Answer answer = GuardRule.judge(guard, evidence);
        assertThat(answer.text()).isNotEmpty();
        return answer instanceof GuardRule.Answer.Holds;
    }

    private static GuardEvidence evidence(
            Map<String, String> outputs, Map<String, String> facts, Optional<Duration> rpo, List<RunState> recent) {
        RunState run = run(
                new RunId("20261123-025959-0001"),
                "database-failure",
                Mode.AUTO,
                at(List.of(new Event.StepProved("look", false, "looked", outputs)), NOW));
        return new GuardEvidence(run, Plan.harmless("promote", List.of(), facts), rpo, () -> recent, NOW);
    }

    private record Timed(Event event, Instant at) {}

    private static List<Timed> at(List<Event> events, Instant at) {
        return events.stream().map(event -> new Timed(event, at)).toList();
    }

    private static List<Timed> ended(boolean performed, Instant at) {
        List<Event> events = new ArrayList<>();
        if (performed) {
            events.add(new Event.StepStarted("promote", 1, "promote-replica"));
        }
        events.add(new Event.StepProved("promote", performed, "done", Map.of()));
        events.add(new Event.RunFinished(RunOutcome.SUCCEEDED, "done"));
        return at(events, at);
    }

    private static RunState run(RunId id, String runbook, Mode mode, List<Timed> events) {
        List<Recorded> recorded = new ArrayList<>();
        recorded.add(new Recorded(
                id,
                1,
                NOW.minusSeconds(7200),
                new Event.RunStarted(runbook, "source", "hash", mode, "test", Map.of(), Actor.automatic("watch"))));
        events.forEach(timed -> recorded.add(new Recorded(id, recorded.size() + 1L, timed.at(), timed.event())));
        return RunState.fold(recorded);
    }
}
