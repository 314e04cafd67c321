package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.region.RegionExamination;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.region.RegionVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A watch over a database and regions of real servers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchedRegionServerTest {
    private static final Duration LOOK = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** It only looks: what is done about a lost region is tested elsewhere. */
    private static final String REGION_FAILURE = """
            name: Region failure
            triggers: [region_health_check_failed, region_unreachable]
            parameters: [region, from]
            steps:
              - confirm: { operation: assess-region-failure, timeout: 30s, retries: 3, retry_delay: 1s }
            """;

    @RegisterExtension
    static final LabUnderTest LAB = LabUnderTest.small(154);

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();

    @BeforeAll
    static void prepareRunbooks() throws IOException {
        ENVIRONMENT.putAll(LAB.environment());
        Path shipped = Path.of(ENVIRONMENT.getOrDefault("HOLDFAST_RUNBOOKS", ""));
        Path runbooks = LAB.directory("runbooks");
        Files.copy(shipped.resolve("database-failure.yaml"), runbooks.resolve("database-failure.yaml"));
        Files.writeString(runbooks.resolve("region-failure.yaml"), REGION_FAILURE);
        ENVIRONMENT.put("HOLDFAST_RUNBOOKS", runbooks.toString());
    }

    @Test
    @Order(1)
    @DisplayName("leaves two regions that don't reach each other alone, and one server takes writes all the while")
    void partition() throws IOException, InterruptedException {
        assumeTrue(Faults.mayTellRegionsApart());
        String primary = LAB.lab().primary();
        Path output = LAB.directory("parted").resolve("output");
        HoldfastProcess holdfast = HoldfastProcess.start(ENVIRONMENT, output, "watch");
        try (SqliteJournal journal = SqliteJournal.open(LAB.directory("state").resolve("journal.db"));
                Installation installation = LAB.installation()) {
            holdfast.awaitOutput("rehearsed confirm: Tells which region is down");
            holdfast.awaitOutput("rehearsed verify:");
            LAB.begin("partition us-east-1 from us-west-2");
            for (int look = 0; look < 6; look++) {
                assertThat(new RegionExamination(installation.site()).examineAll(LOOK))
                        .noneMatch(RegionVerdict::isDown);
                assertThat(writable()).containsExactly(primary);
            }
            assertThat(journal.runs(10)).as(holdfast.printed()).isEmpty();
        } finally {
            holdfast.end();
            LAB.heal();
        }
    }

    private static List<String> writable() {
        return LAB.lab().plan().nodes().stream()
                .map(node -> node.name())
                .filter(node -> LAB.look(node, "select pg_is_in_recovery()").equals(Optional.of("f")))
                .toList();
    }

    @Test
    @Order(2)
    @DisplayName("fails the database over first when their region is lost, then answers the loss, once")
    void oneEventAndTwoRuns() throws IOException, InterruptedException {
        String region = LAB.lab().plan().node(LAB.lab().primary()).region().name();
        Path output = LAB.directory("watched").resolve("output");
        try (SqliteJournal journal = SqliteJournal.open(LAB.directory("state").resolve("journal.db"))) {
            HoldfastProcess holdfast = HoldfastProcess.start(ENVIRONMENT, output, "watch");
            try {
                holdfast.awaitOutput("rehearsed confirm: Tells which region is down");
                holdfast.awaitOutput("rehearsed verify:");
                LAB.begin("crash region " + region);

                RunState ofRegion = awaitRun(journal, RegionRecovery.UNREACHABLE, holdfast);
                RunState ofDatabase = run(journal, AutomaticRecovery.TRIGGER).orElseThrow();
                assertThat(ofRegion.outcome()).as(holdfast.printed()).contains(RunOutcome.SUCCEEDED);
                assertThat(ofRegion.begin().parameters()).containsEntry("from", region);
                assertThat(ofDatabase.step("promote").status()).isEqualTo(StepStatus.PROVED);
                assertThat(ofDatabase.isOver())
                        .as("it waits for the host that is lost")
                        .isFalse();
                assertThat(LAB.lab().plan().node(LAB.lab().primary()).region().name())
                        .isNotEqualTo(region);
                assertThat(LAB.run("why").out()).contains("regions: " + region + " is lost");

                LAB.heal();
                awaitRun(journal, AutomaticRecovery.TRIGGER, holdfast);
                assertThat(journal.runs(10)).as(holdfast.printed()).hasSize(2);
                assertThat(LAB.run("why").out())
                        .contains("regions: all 3 serve; if one were lost, the watch would run");
            } finally {
                holdfast.end();
            }
        }
    }

    private static RunState awaitRun(SqliteJournal journal, String trigger, HoldfastProcess holdfast) {
        boolean over = Poll.until(
                PATIENCE, () -> run(journal, trigger).filter(RunState::isOver).isPresent());
        assertThat(over).as("%s%n%s", trigger, holdfast.printed()).isTrue();
        return run(journal, trigger).orElseThrow();
    }

    private static Optional<RunState> run(SqliteJournal journal, String trigger) {
        List<RunId> runs = journal.runs(10);
        return runs.stream()
                .map(run -> RunState.fold(journal.read(run)))
                .filter(run -> run.begin().reason().startsWith(trigger))
                .findFirst();
    }
}
