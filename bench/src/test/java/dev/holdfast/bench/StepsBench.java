package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.history.Durations;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What the engine itself costs: a thousand steps with five thousand needs whose operation does nothing, each planned, begun,
 * performed and proved durably, beside bare commits to the same disk.
 */
class StepsBench {
    private static final int STEPS = 1_000;
    private static final int NEEDS = 5_000;
    private static final int RUNS = Integer.getInteger("bench.runs", 7);
    private static final int COMMITS = 2_000;
    private static final long SEED = 1;
    private static final int OBJECTIVE = 2_000;

    private final Runbook runbook = runbook();

    @Test
    void aThousandStepsRun() throws IOException, SQLException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Surroundings.target()), "steps-bench");
        List<Double> rates = new ArrayList<>();
        List<Double> commits = new ArrayList<>();
        List<Duration> overheads = new ArrayList<>();
        try (SqliteJournal journal = SqliteJournal.open(directory.resolve("journal.db"));
                Connection bare = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("bare.db"))) {
            PreparedStatement insert = prepare(bare);
            run(journal, directory);
            // In turns, so that both meet the same disk.
            for (int i = 0; i < RUNS; i++) {
                Course course = run(journal, directory);
                rates.add(course.stepsPerSecond());
                overheads.addAll(course.overheads());
                commits.add(commitsPerSecond(insert));
            }
        }
        print(rates, commits, overheads);
    }

    /** One run as its events tell it. */
    private record Course(Map<String, Long> proved, long began, Map<String, List<String>> needs) {

        private double stepsPerSecond() {
            long ended =
                    proved.values().stream().mapToLong(Long::longValue).max().orElseThrow();
            return STEPS * 1e9 / (ended - began);
        }

        /** Of each step: from the moment when all it needs was proved until it was proved itself. */
        private List<Duration> overheads() {
            return proved.entrySet().stream()
                    .map(step -> Duration.ofNanos(step.getValue() - ready(step.getKey())))
                    .toList();
        }

        private long ready(String step) {
            return needs.getOrDefault(step, List.of()).stream()
                    .mapToLong(need -> proved.getOrDefault(need, began))
                    .max()
                    .orElse(began);
        }
    }

    private Course run(SqliteJournal journal, Path directory) {
        RunEngine engine = new RunEngine(
                new Catalogue(List.of(new Nothing())),
                nowhere(),
                journal,
                RunLocks.in(directory.resolve("locks")),
                (_, _) -> Optional.empty(),
                Governance.open(journal),
                _ -> runbook);
        Map<String, Long> proved = new HashMap<>();
        var run = engine.start(runbook, Map.of(), Request.automatic("bench"));
        long began = System.nanoTime();
        RunOutcome outcome = engine.execute(run, recorded -> note(recorded, proved));
        assertThat(outcome).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(proved).hasSize(STEPS);
        Map<String, List<String>> needs = new HashMap<>();
        runbook.steps().forEach(step -> needs.put(step.id(), step.needs()));
        return new Course(proved, began, needs);
    }

    private static void note(Recorded recorded, Map<String, Long> proved) {
        if (recorded.event() instanceof Event.StepProved step) {
            proved.put(step.step(), System.nanoTime());
        }
    }

    /** A site of which nothing but the time is asked. */
    private static Site nowhere() {
        return (Site) Proxy.newProxyInstance(
                StepsBench.class.getClassLoader(), new Class<?>[] {Site.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("clock");
                    return Tempo.current().clock();
                });
    }

    private static Runbook runbook() {
        Random random = new Random(SEED);
        List<TreeSet<Integer>> needed = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            needed.add(new TreeSet<>());
        }
        for (int left = NEEDS; left > 0; ) {
            int step = 1 + random.nextInt(STEPS - 1);
            left -= needed.get(step).add(random.nextInt(step)) ? 1 : 0;
        }
        List<Step> steps = new ArrayList<>();
        for (TreeSet<Integer> needs : needed) {
            steps.add(new Step(
                    "step-" + steps.size(),
                    "nothing",
                    Map.of(),
                    needs.stream().map(need -> "step-" + need).toList(),
                    new Limits(Duration.ofSeconds(30), 0, Duration.ZERO),
                    Optional.empty(),
                    FailurePolicy.STOP,
                    Optional.empty()));
        }
        return new Runbook("large", "Large", List.of(), List.of(), steps, "source", "hash");
    }

    /** Does nothing, and finds that it was done. */
    private static final class Nothing implements Operation<Nothing.None> {

        /** It needs nothing. */
        record None() {}

        @Override
        public Declaration<None> declaration() {
            return new Declaration<>("bench.nothing", "nothing", "Does nothing.", None.class, Danger.REVERSIBLE);
        }

        @Override
        public Assessment assess(None parameters, Execution execution) {
            return new Assessment.Actionable(Plan.harmless("do nothing", List.of("nothing"), Map.of()));
        }

        @Override
        public void perform(None parameters, Plan plan, Execution execution) {}

        @Override
        public Proof prove(None parameters, Execution execution) {
            return new Proof.Holds("nothing changed", Map.of());
        }
    }

    private static PreparedStatement prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE step (id INTEGER PRIMARY KEY, body TEXT)");
        }
        return connection.prepareStatement("INSERT INTO step (body) VALUES ('{\"step\":\"step-1\",\"attempt\":1}')");
    }

    private static double commitsPerSecond(PreparedStatement insert) throws SQLException {
        long began = System.nanoTime();
        for (int i = 0; i < COMMITS; i++) {
            insert.executeUpdate();
        }
        return COMMITS * 1e9 / (System.nanoTime() - began);
    }

    private static void print(List<Double> rates, List<Double> commits, List<Duration> overheads) {
        double steps = median(rates);
        Report report = Report.begin(
                "steps", "%d runs of %d steps with %d needs that do nothing".formatted(RUNS, STEPS, NEEDS));
        report.table(List.of(
                List.of("", "median", "objective"),
                List.of("durable steps a second", whole(steps), Integer.toString(OBJECTIVE)),
                List.of("bare SQLite commits a second, one thread", whole(median(commits)), ""),
                List.of("steps to commits", String.format(Locale.ROOT, "%.2f", steps / median(commits)), ""),
                List.of("overhead of a step, p50, ms", milliseconds(overheads, 50), ""),
                List.of("overhead of a step, p99, ms", milliseconds(overheads, 99), "")));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }

    private static String milliseconds(List<Duration> durations, int percent) {
        return String.format(
                Locale.ROOT,
                "%.2f",
                Durations.percentile(durations, percent).orElseThrow().toNanos() / 1e6);
    }
}
