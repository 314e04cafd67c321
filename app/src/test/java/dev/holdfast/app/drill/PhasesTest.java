package dev.holdfast.app.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhasesTest {
    private static final Instant FAULT = Instant.parse("2026-11-23T03:00:00Z");
    private static final Runbook RUNBOOK = new Runbook(
            "database-failure",
            "Database failure",
            List.of(),
            List.of(),
            List.of(
                    step("fence", "fence-primary"),
                    step("promote", "promote-replica"),
                    step("endpoints", "update-database-endpoints")),
            "",
            "");
    private static final List<Recorded> EVENTS = List.of(
            at(100, new Event.RunStarted("database-failure", "", "", Mode.AUTO, "test", Map.of(), Actor.UNKNOWN)),
            at(120, new Event.StepStarted("fence", 1, "fence-primary")),
            at(160, new Event.StepProved("fence", true, "", Map.of())),
            at(290, new Event.StepProved("promote", true, "", Map.of())),
            at(300, new Event.StepProved("endpoints", true, "", Map.of())));

    @Test
    void splitsTheTimeFromTheFaultToTheFirstServedClient() {
        Phases phases = Phases.of(RUNBOOK, EVENTS, FAULT, FAULT.plusMillis(350));
        assertThat(phases.phases())
                .containsExactly(
                        phase("detect", 100),
                        phase("decide", 20),
                        phase("fence", 40),
                        phase("promote", 130),
                        phase("repoint", 10),
                        phase("serve", 50));
        assertThat(phases.total()).isEqualTo(Duration.ofMillis(350));
    }

    @Test
    void clientsServedBeforeTheProofEndThePhaseThere() {
        Phases phases = Phases.of(RUNBOOK, EVENTS, FAULT, FAULT.plusMillis(295));
        assertThat(phases.phases()).contains(phase("repoint", 5), phase("serve", 0));
        assertThat(phases.total()).isEqualTo(Duration.ofMillis(295));
    }

    private static Phases.Phase phase(String name, long millis) {
        return new Phases.Phase(name, Duration.ofMillis(millis));
    }

    private static Recorded at(long millis, Event event) {
        return new Recorded(new RunId("r"), 1, FAULT.plusMillis(millis), event);
    }

    private static Step step(String id, String operation) {
        Limits limits = new Limits(Duration.ofSeconds(1), 0, Duration.ZERO);
        return new Step(
                id, operation, Map.of(), List.of(), limits, Optional.empty(), FailurePolicy.STOP, Optional.empty());
    }
}
