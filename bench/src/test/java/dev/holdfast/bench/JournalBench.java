package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A journal with a million events, and what the hash chain adds to an append. */
class JournalBench {
    private static final int EVENTS = Integer.getInteger("bench.events", 1_000_000);
    private static final int STEPS = 4;
    private static final int EVENTS_OF_A_RUN = 2 + 4 * STEPS;
    private static final int REPEATED = 11;
    private static final int COMMITS = Integer.getInteger("bench.commits", 500);
    private static final int LISTED = 20;
    private static final Duration OBJECTIVE = Duration.ofSeconds(1);
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00Z");
    private static final String BODY = "{\"step\":\"promote\",\"text\":\"replica1 was told to promote\"}";

    @Test
    void aMillionEventsAreNoBurden() {
        Path file = Surroundings.target().resolve("journal-bench").resolve("million.db");
        build(file);
        Report report = Report.begin("journal", "A journal of %d events".formatted(EVENTS));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "min, ms", "median, ms", "objective, ms"));
        rows.add(row("open", measure(() -> SqliteJournal.open(file).close())));
        try (SqliteJournal journal = SqliteJournal.open(file)) {
            rows.add(row("the newest 20 runs, folded", measure(() -> assertThat(journal.runs(LISTED))
                    .hasSize(LISTED)
                    .allSatisfy(run -> assertThat(RunState.fold(journal.read(run)).isOver())
                            .isTrue()))));
            RunId last = journal.runs(1).getFirst();
            rows.add(row("the last run, folded", measure(() -> RunState.fold(journal.read(last)))));
            rows.add(row("100 durations of an operation", measure(() -> assertThat(journal.durations("operation-1", 100))
                    .hasSize(100))));
        }
        report.table(rows);
    }

    @Test
    void theChainCostsLittleBesideTheDisk() throws IOException, SQLException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Surroundings.target()), "append-bench");
        List<Duration> chained = new ArrayList<>();
        List<Duration> bare = new ArrayList<>();
        try (SqliteJournal journal = SqliteJournal.open(directory.resolve("journal.db"));
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("bare.db"))) {
            PreparedStatement insert = prepareBare(connection);
            // In turns, so that both meet the same disk.
            for (int i = 0; i < COMMITS; i++) {
                int index = i;
                chained.add(time(() -> assertThat(
                                journal.append("bench", index, AT, List.of(new Entry("step-noted", BODY))))
                        .isInstanceOf(AppendResult.Appended.class)));
                bare.add(time(() -> commitBare(insert, index)));
            }
        }
        Distribution ours = Distribution.of(chained);
        Distribution theirs = Distribution.of(bare);
        Report report = Report.begin("append", "%d appends of one record, each durable".formatted(COMMITS));
        report.table(List.of(
                List.of("", "median, ms", "ratio"),
                List.of("bare SQLite commit", fine(theirs), "1.00"),
                List.of("journal, with the chain", fine(ours), ratio(ours, theirs))));
    }

    private static PreparedStatement prepareBare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, run TEXT, idx INTEGER, at TEXT, type TEXT,"
                    + " body TEXT, UNIQUE (run, idx))");
        }
        return connection.prepareStatement(
                "INSERT INTO event (run, idx, at, type, body) VALUES ('bench', ?, ?, 'step-noted', ?)");
    }

    private static void commitBare(PreparedStatement insert, int index) {
        try {
            insert.setInt(1, index);
            insert.setString(2, AT.toString());
            insert.setString(3, BODY);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Once: a run of four steps after the other, many at a time, so that they share the commits. */
    private static void build(Path file) {
        if (Files.exists(file)) {
            return;
        }
        try (SqliteJournal journal = SqliteJournal.open(file);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, EVENTS / EVENTS_OF_A_RUN).forEach(number -> threads.execute(() -> {
                RunId run = new RunId("20261123-101500-%06d".formatted(number));
                assertThat(journal.append(run, 0, AT, run(number))).isInstanceOf(AppendResult.Appended.class);
            }));
        }
    }

    private static List<Event> run(int number) {
        List<Event> events = new ArrayList<>();
        events.add(new Event.RunStarted("bench", "name: bench\n", "hash", Mode.AUTO, "bench", Map.of(), Actor.UNKNOWN));
        for (int step = 0; step < STEPS; step++) {
            String id = "step-" + step;
            events.add(new Event.StepPlanned(id, Plan.harmless("change " + number, List.of("one change"), Map.of())));
            events.add(new Event.StepStarted(id, 1, "operation-" + step));
            events.add(new Event.StepPerformed(id, 1));
            events.add(new Event.StepProved(id, true, "it was seen", Map.of("number", Integer.toString(number))));
        }
        events.add(new Event.RunFinished(RunOutcome.SUCCEEDED, "4 of 4 steps done"));
        return events;
    }

    private static Distribution measure(Runnable work) {
        return Distribution.of(IntStream.range(0, REPEATED).mapToObj(_ -> time(work)).toList());
    }

    private static Duration time(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static List<String> row(String what, Distribution times) {
        return List.of(
                what,
                Distribution.milliseconds(times.min()),
                Distribution.milliseconds(times.median()),
                Long.toString(OBJECTIVE.toMillis()));
    }

    private static String fine(Distribution times) {
        return String.format(Locale.ROOT, "%.2f", times.median().orElseThrow().toNanos() / 1e6);
    }

    private static String ratio(Distribution ours, Distribution theirs) {
        double ratio = (double) ours.median().orElseThrow().toNanos()
                / theirs.median().orElseThrow().toNanos();
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
