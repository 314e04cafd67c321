package dev.holdfast.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.judge.Obstacle.Kind;
import dev.holdfast.lab.service.Eventually;
import dev.holdfast.lab.service.PostgresNode;
import dev.holdfast.lab.service.RunningService;
import dev.holdfast.lab.traffic.Traffic;
import dev.holdfast.lab.traffic.TrafficOptions;
import dev.holdfast.lab.traffic.TrafficRegion;
import dev.holdfast.lab.traffic.TrafficSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients, a real service and a real database, judged. */
class TrafficServerTest {
    private static final PostgresNode DATABASE = PostgresNode.create();
    private static final String REGION = "us-east-1";

    private final Path directory;
    private final RunningService service;
    private final AtomicReference<Optional<TrafficSnapshot>> latest = new AtomicReference<>(Optional.empty());

    TrafficServerTest(@TempDir Path directory) {
        this.directory = directory;
        service = new RunningService(DATABASE, directory);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @AfterAll
    static void stopDatabase() {
        DATABASE.close();
    }

    @Test
    void serviceThroughARestartOfTheDatabaseIsRecoveredAndKeepsEveryPromise() {
        Instant from = Instant.now();
        Instant fault;
        Instant until;
        try (Traffic _ = traffic()) {
            waitFor("traffic", snapshot -> snapshot.total().totals().acknowledged() > 50);
            fault = Instant.now();
            DATABASE.stop();
            DATABASE.start();
            waitUntilServedFor(fault, Duration.ofMillis(1500));
            until = Instant.now();
        }

        Judgement judgement = judge(from, fault, until);

        assertThat(judgement.obstacles()).isEmpty();
        assertThat(judgement.faithful()).isTrue();
        assertThat(judgement.durability().orElseThrow().acknowledged()).isGreaterThan(50);
        assertThat(judgement.overall().requests().read()).isPositive();
        assertThat(TrafficSnapshot.parse(snapshot().toJson())).isEqualTo(snapshot());
    }

    @Test
    void aKilledDatabaseThatNobodyBringsBackIsNotRecovered() {
        Instant from = Instant.now();
        Instant fault;
        Instant until;
        try (Traffic _ = traffic()) {
            waitFor("traffic", snapshot -> snapshot.total().totals().acknowledged() > 50);
            fault = Instant.now();
            DATABASE.kill();
            waitFor("silence", snapshot -> snapshot.total().silence().compareTo(Duration.ofMillis(1500)) > 0);
            until = Instant.now();
        }

        Judgement dead = judge(from, fault, until);
        DATABASE.start();
        Judgement revived = judge(from, fault, until);

        assertThat(dead.recovered()).isFalse();
        assertThat(dead.obstacles())
                .extracting(Obstacle::kind)
                .contains(Kind.ROWS_UNREADABLE)
                .containsAnyOf(Kind.NOT_SERVED_AFTER, Kind.SILENT_AT_END);
        assertThat(dead.longestOutage().orElseThrow().ongoing()).isTrue();
        assertThat(revived.recovered())
                .as("the rows are all there, and still nobody was served")
                .isFalse();
        assertThat(revived.faithful()).isTrue();
    }

    private Traffic traffic() {
        var region = TrafficRegion.straight(REGION, service.entrance(), List.of("127.66.43.1", "127.66.43.2"));
        return Traffic.start(
                TrafficOptions.usual(directory.resolve("ledgers"), List.of(region)),
                snapshot -> latest.set(Optional.of(snapshot)));
    }

    private void waitFor(String what, Predicate<TrafficSnapshot> condition) {
        Eventually.holds(what, () -> latest.get().filter(condition).isPresent());
    }

    /** Waits for a stretch of service that begins after the fault. */
    private void waitUntilServedFor(Instant fault, Duration stretch) {
        var servedSince = new AtomicReference<>(fault);
        waitFor("service after the fault", snapshot -> {
            if (snapshot.total().silence().compareTo(Duration.ofMillis(250)) > 0) {
                servedSince.set(snapshot.at());
            }
            return Duration.between(servedSince.get(), snapshot.at()).compareTo(stretch) > 0;
        });
    }

    private TrafficSnapshot snapshot() {
        return latest.get().orElseThrow();
    }

    private Judgement judge(Instant from, Instant fault, Instant until) {
        var rows = new JudgeInput.Rows(DATABASE.address(), DATABASE.database(), DATABASE.user());
        return Judge.judge(new JudgeInput(directory.resolve("ledgers"), List.of(REGION), from, fault, until, rows));
    }
}
