package dev.holdfast.app.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plays whole runs in virtual time. {@code -Dholdfast.seed=N} plays that seed alone and shows all of it; {@code -Dholdfast.seeds=N}
 * plays more of them.
 */
@DisplayName("Runs with random faults, deaths and orders")
class SeedsTest {
    private static final int SEEDS = Integer.getInteger("holdfast.seeds", 2000);
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("holdfast.seed"));

    /** What must have happened at least once, or the seeds prove less than they say. */
    private static final List<String> HAPPENED = List.of(
            "crash",
            "hang",
            "isolation",
            "healing",
            "slow calls",
            "standby held back",
            "message not taken",
            "plan changes",
            "died at the journal",
            "killed at any moment",
            "placed Approve",
            "placed Reject",
            "placed Proceed",
            "placed Retry",
            "placed Skip",
            "placed Pause",
            "placed Continue",
            "placed Abort",
            "forged orders",
            "copied orders",
            "OrderTaken",
            "OrderDeclined",
            "StepPermitted",
            "UndoProved",
            "reopened",
            "waits for people",
            "writes acknowledged",
            "writes not acknowledged",
            "done by Holdfast: fence-primary",
            "done by Holdfast: promote-replica",
            "done by Holdfast: update-database-endpoints",
            "done by Holdfast: rebuild-database",
            "ended SUCCEEDED",
            "ended FAILED",
            "ended UNDONE",
            "ended ABORTED",
            "ended REFUSED");

    private static LongStream seeds() {
        return ONE.map(LongStream::of).orElseGet(() -> LongStream.range(0, SEEDS));
    }

    @Test
    @DisplayName("keep every rule, after every event")
    void rules() throws Exception {
        Tally tally = new Tally();
        StringBuilder failures = new StringBuilder();
        for (Report report : play(seeds())) {
            tally.add(report.tally());
            if (!report.broken().isEmpty() && failures.length() < 100_000) {
                failures.append(report.text());
            }
            if (ONE.isPresent()) {
                System.out.println(report.text());
            }
        }
        System.out.println(tally);
        assertThat(failures.toString()).isEmpty();
        if (ONE.isEmpty()) {
            assertThat(HAPPENED)
                    .allSatisfy(kind -> assertThat(tally.of(kind)).as(kind).isPositive());
        }
    }

    /** What is played is kept only where somebody wants to read it: all journals would not fit into memory. */
    private static List<Report> play(LongStream seeds) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Report>> games = seeds.<Callable<Report>>mapToObj(seed ->
                            () -> new SeedRun(seed, Sabotage.NONE).play().forget(ONE.isPresent()))
                    .toList();
            return threads.invokeAll(games).stream().map(Future::resultNow).toList();
        }
    }

    @Test
    @DisplayName("take the same course again, to the last event")
    void replay() {
        LongStream.range(0, 60).forEach(seed -> {
            Report first = new SeedRun(seed, Sabotage.NONE).play();
            Report second = new SeedRun(seed, Sabotage.NONE).play();
            assertThat(second.journal()).as("seed %d", seed).isEqualTo(first.journal());
            assertThat(second.injected()).isEqualTo(first.injected());
        });
    }

    /** Each is broken on purpose; the text is of the rule that must notice it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "APPROVALS_IGNORED, approvals of its plan",
        "EVERYBODY_MAY, gives no orders",
        "JOURNAL_FORGETS, follows event",
        "NO_FENCE, could acknowledge writes"
    })
    @DisplayName("would show a defect:")
    void controls(Sabotage sabotage, String noticed) {
        assertThat(LongStream.range(0, 400)
                        .mapToObj(seed -> new SeedRun(seed, sabotage).play())
                        .flatMap(report -> report.broken().stream())
                        .filter(text -> text.contains(noticed))
                        .findFirst())
                .as(noticed)
                .isPresent();
    }
}
