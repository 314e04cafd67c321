package dev.holdfast.engine.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnfinishedTest {
    private static final Instant AT = Instant.parse("2026-11-23T03:00:00Z");
    private static final RunId RUN = RunId.of(AT, 1);

    private static String at(Event... events) {
        List<Event> all = new ArrayList<>(List.of(
                new Event.RunStarted("r", "text", "hash", Mode.AUTO, "why", Map.of(), Actor.automatic("watch"))));
        all.addAll(List.of(events));
        List<Recorded> recorded = new ArrayList<>();
        all.forEach(event -> recorded.add(new Recorded(RUN, recorded.size() + 1L, AT, event)));
        return Unfinished.of(RunState.fold(recorded)).at();
    }

    @Test
    void aRunThatWaitsForApprovalSaysForWhomAndUntilWhen() {
        assertThat(at(new Event.StepHeld(
                        "promote",
                        "digest",
                        false,
                        Optional.of(new ApprovalRule(2, Role.APPROVER)),
                        AT.plusSeconds(60))))
                .isEqualTo("step promote waits for 2 more with the role approver until 2026-11-23T03:01:00Z");
    }

    @Test
    void aRunAtACheckpointWaitsForAnybody() {
        assertThat(at(new Event.StepHeld("promote", "digest", true, Optional.empty(), AT.plusSeconds(60))))
                .isEqualTo("step promote waits for somebody who lets it proceed until 2026-11-23T03:01:00Z");
    }

    @Test
    void aRunThatWasJustStartedHasDoneNothing() {
        assertThat(at()).isEqualTo("no step has begun");
    }
}
