package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.testkit.EngineFixture;
import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.Incarnation;
import dev.holdfast.engine.testkit.JournalSweep;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;

/** A file that can't be written or read says so, and nothing is reported as appended that isn't. */
final class JournalFailureTest {
    private static final RunId RUN = new RunId("20261123-101500-0001");
    private static final Event LONG_NOTE = new Event.StepNoted("a", "x".repeat(3000));
    private static final int PAGES = 40;

    @TempDir
    private Path directory;

    @Test
    void aFullDiskLosesNothingThatWasAcknowledged() {
        long appended = 0;
        try (SqliteJournal journal = SqliteJournal.open(fullAfter(PAGES))) {
            AppendResult last = new AppendResult.Appended(0);
            HoldfastException failure = new HoldfastException(ErrorCode.INTERNAL_ERROR, "the disk never was full");
            while (last instanceof AppendResult.Appended until && until.version() < PAGES) {
                appended = until.version();
                try {
                    last = journal.append(RUN, appended, Instant.EPOCH, List.of(LONG_NOTE));
                } catch (HoldfastException e) {
                    failure = e;
                    last = new AppendResult.Unknown("full");
                }
            }
            assertThat(failure).satisfies(JournalFailureTest::unwritable);
            assertThat(journal.read(RUN)).hasSize(Math.toIntExact(appended)).isNotEmpty();
        }
        try (SqliteJournal journal = SqliteJournal.open(file())) {
            assertThat(journal.read(RUN)).hasSize(Math.toIntExact(appended));
            assertThat(journal.append(RUN, appended, Instant.EPOCH, List.of(LONG_NOTE)))
                    .isEqualTo(new AppendResult.Appended(appended + 1));
        }
    }

    /** The disk gets full at every place of a run in turn; with space again, the run goes on, and nothing is done twice. */
    @Test
    void aRunStopsOnAFullDiskAndGoesOnLater() throws IOException {
        int stopped = 0;
        for (int pages = 9; pages < PAGES; pages++) {
            Files.deleteIfExists(file());
            stopped += stopAndGoOn(pages) ? 1 : 0;
        }
        assertThat(stopped).as("runs that met the full disk").isGreaterThan(3);
    }

    private boolean stopAndGoOn(int pages) {
        Runbook runbook = longRunbook();
        FakeWorld world = new FakeWorld();
        boolean stopped = false;
        try (SqliteJournal journal = SqliteJournal.open(fullAfter(pages))) {
            RunEngine engine = engine(world, runbook, journal);
            engine.execute(engine.start(runbook, Map.of(), Request.automatic("test")), _ -> {});
        } catch (HoldfastException e) {
            assertThat(e).satisfies(JournalFailureTest::unwritable);
            stopped = true;
        }
        try (SqliteJournal journal = SqliteJournal.open(file())) {
            RunEngine engine = engine(world, runbook, journal);
            RunId run = journal.runs(1).stream()
                    .findFirst()
                    .orElseGet(() -> engine.start(runbook, Map.of(), Request.automatic("test")));
            if (stopped) {
                assertThat(engine.execute(run, _ -> {})).isEqualTo(RunOutcome.SUCCEEDED);
            }
            JournalSweep.check(journal.read(run));
        }
        assertThat(world.history())
                .doesNotHaveDuplicates()
                .hasSize(runbook.steps().size());
        return stopped;
    }

    private RunEngine engine(FakeWorld world, Runbook runbook, SqliteJournal journal) {
        return new EngineFixture(world, runbook, directory).engine(journal, new Incarnation());
    }

    private static Runbook longRunbook() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String id = "s%d-%s".formatted(i, "x".repeat(500));
            steps.add(i == 0 ? Runbooks.on(id) : Runbooks.on(id, steps.getLast().id()));
        }
        return Runbooks.of("long", steps.toArray(new Step[0]));
    }

    @Test
    void aFileThatIsNoJournalIsRefused() throws IOException {
        Files.writeString(file(), "this is not a database, though it is long enough to look like one. ".repeat(100));

        assertThatThrownBy(() -> SqliteJournal.open(file()).runs(1)).satisfies(JournalFailureTest::unwritable);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path occupied = Files.writeString(directory.resolve("occupied"), "a file");

        assertThatThrownBy(() -> SqliteJournal.open(occupied.resolve("journal.db")))
                .satisfies(JournalFailureTest::unwritable);
    }

    @Test
    void aDamagedEventIsReportedWithItsPlace() throws SQLException {
        try (SqliteJournal journal = SqliteJournal.open(file())) {
            journal.append(RUN, 0, Instant.EPOCH, List.of(LONG_NOTE, LONG_NOTE));
            change("UPDATE event SET body = '{\"step\":' WHERE idx = 2");

            assertThatThrownBy(() -> journal.read(RUN))
                    .satisfies(JournalFailureTest::unwritable)
                    .hasMessageContaining("event 2 of run " + RUN);
        }
    }

    @Test
    void aFileOfALaterSchemaIsRefused() throws SQLException {
        SqliteJournal.open(file()).close();
        change("PRAGMA user_version = 99");

        assertThatThrownBy(() -> SqliteJournal.open(file()))
                .satisfies(JournalFailureTest::unwritable)
                .hasMessageContaining("schema 99");
    }

    @Test
    void aClosedJournalAppendsNothing() {
        SqliteJournal journal = SqliteJournal.open(file());
        journal.append(RUN, 0, Instant.EPOCH, List.of(LONG_NOTE));
        journal.close();

        assertThatThrownBy(() -> journal.append(RUN, 1, Instant.EPOCH, List.of(LONG_NOTE)))
                .satisfies(JournalFailureTest::unwritable);

        SqliteJournal neverWritten = SqliteJournal.open(file());
        neverWritten.prepareToWrite();
        neverWritten.close();
        neverWritten.close();
        assertThatThrownBy(neverWritten::prepareToWrite).satisfies(JournalFailureTest::unwritable);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = SqliteFile.at(file()).open();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Path file() {
        return directory.resolve("journal.db");
    }

    private SqliteFile fullAfter(int pages) {
        SQLiteConfig config = SqliteFile.durable();
        config.setPragma(Pragma.MAX_PAGE_COUNT, Integer.toString(pages));
        return new SqliteFile(file(), config);
    }

    private static void unwritable(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        coded -> assertThat(coded.code()).isEqualTo(ErrorCode.JOURNAL_UNWRITABLE));
    }
}
