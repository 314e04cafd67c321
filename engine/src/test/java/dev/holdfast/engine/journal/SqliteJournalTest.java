package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalTest {
    private static final RunId RUN = new RunId("20261123-101500-0001");
    private static final RunId OTHER = new RunId("20261123-101500-0000");
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00.000000001Z");
    private static final Event BEGIN =
            new Event.RunStarted("r", "text", "hash", Mode.AUTO, "test", Map.of(), Actor.UNKNOWN);

    @TempDir
    private Path directory;

    @Test
    void readsBackWhatWasAppendedAfterReopening() {
        try (SqliteJournal journal = open()) {
            assertThat(journal.append(RUN, 0, AT, List.of(BEGIN))).isEqualTo(new AppendResult.Appended(1));
            assertThat(journal.append(
                            RUN,
                            1,
                            AT,
                            List.of(new Event.StepStarted("a", 1, "switch-on"), new Event.StepPerformed("a", 1))))
                    .isEqualTo(new AppendResult.Appended(3));
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.read(RUN))
                    .containsExactly(
                            new Recorded(RUN, 1, AT, BEGIN),
                            new Recorded(RUN, 2, AT, new Event.StepStarted("a", 1, "switch-on")),
                            new Recorded(RUN, 3, AT, new Event.StepPerformed("a", 1)));
            assertThat(journal.read(OTHER)).isEmpty();
        }
    }

    @Test
    void writesNothingWhenTheVersionIsAnother() {
        try (SqliteJournal journal = open();
                SqliteJournal second = open()) {
            journal.append(RUN, 0, AT, List.of(BEGIN));

            assertThat(second.append(RUN, 0, AT, List.of(BEGIN))).isEqualTo(new AppendResult.Conflict(1));
            assertThat(second.append(RUN, 2, AT, List.of(BEGIN))).isEqualTo(new AppendResult.Conflict(1));
            assertThat(journal.read(RUN)).hasSize(1);
        }
    }

    @Test
    void listsTheRunsNewestFirst() {
        try (SqliteJournal journal = open()) {
            journal.append(RUN, 0, AT, List.of(BEGIN, new Event.RunResumed("x")));
            journal.append(OTHER, 0, AT, List.of(BEGIN));

            assertThat(journal.runs(10)).containsExactly(OTHER, RUN);
            assertThat(journal.runs(1)).containsExactly(OTHER);
        }
    }

    @Test
    void listsTheRestorePointsOfADatabaseNewestFirst() {
        try (SqliteJournal journal = open()) {
            journal.append(RUN, 0, AT, List.of(BEGIN, recorded("1", "orders"), recorded("2", "stock")));
            journal.append(OTHER, 0, AT, List.of(BEGIN, recorded("3", "orders")));

            assertThat(journal.all("orders")).extracting(RestorePoint::id).containsExactly("3", "1");
            assertThat(journal.all("none")).isEmpty();
        }
    }

    @Test
    void remembersTheNewestSightingOfEachDatabase() {
        try (SqliteJournal journal = open()) {
            journal.remember(sighting("orders", AT.plusSeconds(2)));
            journal.remember(sighting("orders", AT.plusSeconds(1)));
            journal.remember(sighting("stock", AT));
            assertThat(journal.lastSighting("orders")).contains(sighting("orders", AT.plusSeconds(2)));
        }
        try (SqliteJournal journal = open()) {
            journal.remember(sighting("orders", AT));
            assertThat(journal.lastSighting("orders")).contains(sighting("orders", AT.plusSeconds(2)));
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.lastSighting("orders")).contains(sighting("orders", AT.plusSeconds(2)));
            assertThat(journal.lastSighting("stock")).contains(sighting("stock", AT));
            assertThat(journal.lastSighting("none")).isEmpty();
        }
    }

    private SqliteJournal open() {
        return SqliteJournal.open(directory.resolve("state").resolve("journal.db"));
    }

    private static Event recorded(String id, String database) {
        return new Event.RestorePointRecorded(
                "promote",
                new RestorePoint(
                        id, AT, database, Optional.of("primary"), Optional.empty(), Lsn.ZERO, Map.of(), Map.of()));
    }

    private static PrimarySighting sighting(String database, Instant at) {
        NodeState.Primary state = new NodeState.Primary(
                "primary",
                new Identity("7401", 1),
                Lsn.parse("0/3000060"),
                new SyncPolicy(1, List.of("replica1", "replica2")),
                List.of(
                        new NodeState.Attached(
                                "replica1", "streaming", Lsn.parse("0/3000060"), Optional.of(Duration.ofMillis(3))),
                        new NodeState.Attached("replica2", "catchup", Lsn.ZERO, Optional.empty())),
                1234);
        return new PrimarySighting(database, state, at, 17.5);
    }
}
