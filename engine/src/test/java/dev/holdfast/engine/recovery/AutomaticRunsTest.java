package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Topologies;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutomaticRunsTest {
    private static final String TRIGGER = AutomaticRecovery.TRIGGER;
    private static final Instant AT = Instant.parse("2026-11-23T03:00:00Z");
    private static final DatabaseSpec ORDERS =
            Topologies.orders(Duration.ofMinutes(5)).databases().getFirst();

    private final MemoryJournal journal = new MemoryJournal();
    private final AutomaticRuns runs = new AutomaticRuns(journal);

    private RunId begin(int number, String reason, Actor by, Map<String, String> parameters) {
        RunId run = new RunId("20261123-030000-%04d".formatted(number));
        journal.append(
                run, 0, AT, List.of(new Event.RunStarted("r", "text", "hash", Mode.AUTO, reason, parameters, by)));
        return run;
    }

    private void end(RunId run, Instant at) {
        journal.append(run, 1, at, List.of(new Event.RunFinished(RunOutcome.FAILED, "it failed")));
    }

    private Optional<Instant> lastEnd() {
        return runs.lastEnd(TRIGGER, ORDERS);
    }

    @Test
    void findsTheRunThatEndedLastHoweverItEnded() {
        end(begin(1, TRIGGER + ": silent", Actor.automatic("watch"), Map.of()), AT.plusSeconds(60));
        end(begin(2, TRIGGER + ": silent", Actor.automatic("watch"), Map.of()), AT.plusSeconds(30));

        assertThat(lastEnd()).hasValue(AT.plusSeconds(60));
    }

    @Test
    void countsRunsOfEarlierVersionsByTheirReason() {
        end(begin(1, TRIGGER + ": silent", Actor.UNKNOWN, Map.of()), AT.plusSeconds(60));

        assertThat(lastEnd()).hasValue(AT.plusSeconds(60));
    }

    @Test
    void aRunThatIsNotOverIsLookedAtAgain() {
        RunId run = begin(1, TRIGGER + ": silent", Actor.automatic("watch"), Map.of());

        assertThat(lastEnd()).isEmpty();
        end(run, AT.plusSeconds(60));
        assertThat(lastEnd()).hasValue(AT.plusSeconds(60));
    }

    @Test
    void aPersonsRunAndAnotherTriggersRunDoNotCount() {
        end(begin(1, "alice asked", Actor.automatic("watch"), Map.of()), AT.plusSeconds(60));
        end(begin(2, TRIGGER + ": by hand", new Actor(Actor.Kind.PROVEN, "alice", ""), Map.of()), AT.plusSeconds(60));
        end(begin(3, "region_unreachable: gone", Actor.automatic("watch"), Map.of()), AT.plusSeconds(60));

        assertThat(lastEnd()).isEmpty();
    }

    @Test
    void aRunAboutAnotherDatabaseDoesNotCount() {
        end(begin(1, TRIGGER + ": silent", Actor.automatic("watch"), Map.of("database", "users")), AT.plusSeconds(60));
        end(begin(2, TRIGGER + ": silent", Actor.automatic("watch"), Map.of("node", "users-1")), AT.plusSeconds(60));
        assertThat(lastEnd()).isEmpty();

        end(begin(3, TRIGGER + ": silent", Actor.automatic("watch"), Map.of("node", "replica1")), AT.plusSeconds(90));
        assertThat(lastEnd()).hasValue(AT.plusSeconds(90));
    }
}
