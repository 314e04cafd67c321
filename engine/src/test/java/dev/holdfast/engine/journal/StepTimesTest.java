package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long operations took, as the journal tells. */
final class StepTimesTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00Z");

    @TempDir
    private static Path directory;

    private SqliteJournal journal = SqliteJournal.open(directory.resolve("unused.db"));
    private int runs;

    @BeforeEach
    void open() {
        journal.close();
        journal = SqliteJournal.open(directory.resolve(System.nanoTime() + ".db"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void measuresFromTheBeginningOfTheEffectToItsProofNewestFirst() {
        run(begun("a", "promote"), 2, performed("a"), 1, proved("a", true));
        run(begun("a", "promote"), 1, begun("b", "fence"), 1, proved("b", true), 3, proved("a", true));

        assertThat(journal.durations("promote", 10)).containsExactly(seconds(5), seconds(3));
        assertThat(journal.durations("fence", 10)).containsExactly(seconds(1));
        assertThat(journal.durations("nothing", 10)).isEmpty();
    }

    @Test
    void givesNoMoreThanAskedFor() {
        for (int i = 1; i <= 5; i++) {
            run(begun("a", "promote"), i, proved("a", true));
        }

        assertThat(journal.durations("promote", 2)).containsExactly(seconds(5), seconds(4));
    }

    @Test
    void anAttemptThatFailedIsNotMeasured() {
        Event failed = new Event.StepFailed("a", 1, ErrorCode.COMMAND_FAILED, "no", "look", false);
        run(begun("a", "promote"), 7, failed, 1, begun("a", "promote"), 2, proved("a", true));

        assertThat(journal.durations("promote", 10)).containsExactly(seconds(2));
    }

    @Test
    void whatWasInEffectAlreadyOrResumedIsNotMeasured() {
        run(begun("a", "promote"), 2, proved("a", false));
        run(begun("a", "promote"), 2, new Event.RunResumed("process 7"), 1, proved("a", true));
        run(begun("a", "promote"), 2);

        assertThat(journal.durations("promote", 10)).isEmpty();
    }

    @Test
    void anIndexLeadsToTheBeginnings() throws SQLException {
        try (Connection connection = SqliteFile.at(directory.resolve("plan.db")).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + StepTimes.DURATIONS)) {
            List<String> plan = new ArrayList<>();
            while (row.next()) {
                plan.add(row.getString("detail"));
            }
            assertThat(plan)
                    .anyMatch(step -> step.contains("event_operation"))
                    .noneMatch(step -> step.matches("SCAN (event|next|ended).*"));
        }
    }

    /** Events, and the seconds between them. */
    private void run(Object... story) {
        RunId run = new RunId("run-" + runs++);
        Instant now = AT;
        long version = 0;
        for (Object part : story) {
            if (part instanceof Event event) {
                journal.append(run, version++, now, List.of(event));
            } else if (part instanceof Integer wait) {
                now = now.plusSeconds(wait);
            }
        }
    }

    private static Event begun(String step, String operation) {
        return new Event.StepStarted(step, 1, operation);
    }

    private static Event performed(String step) {
        return new Event.StepPerformed(step, 1);
    }

    private static Event proved(String step, boolean performed) {
        return new Event.StepProved(step, performed, "seen", Map.of());
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
