package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Failing over with one command")
class DatabaseFailoverTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final DatabaseFailover.Parameters TO_REPLICA1 =
            new DatabaseFailover.Parameters(Optional.of("replica1"), NONE, NONE);

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final DatabaseFailover failover = new DatabaseFailover();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    @Test
    @DisplayName("always asks for a confirmation, and lists every change and the loss")
    void plan() {
        site.crash("primary");
        Plan plan = execution.plan(failover, TO_REPLICA1);
        assertThat(plan.needsConfirmation()).isTrue();
        assertThat(plan.changes())
                .anyMatch(change -> change.equals("fence primary"))
                .anyMatch(change -> change.startsWith("promote replica1"))
                .anyMatch(change -> change.startsWith("loss: 0s"))
                .anyMatch(change -> change.startsWith("lead every writer endpoint to replica1"))
                .anyMatch(change -> change.startsWith("point every application instance"));
    }

    @Test
    @DisplayName("moves everything, from the fence to the clients, and is satisfied the second time")
    void moves() {
        site.hang("primary");
        assertThat(execution.run(failover, TO_REPLICA1))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("replica1 is primary of timeline 2", "a write was read back in us-east-1"));
        assertThat(site.fakeWorkloads()
                        .instance("fastapi-main-use1-1", execution.remaining())
                        .settings())
                .containsEntry("database.primary", "replica1");
        assertThat(failover.assess(TO_REPLICA1, execution)).isInstanceOf(Assessment.Satisfied.class);
        assertThat(failover.assess(new DatabaseFailover.Parameters(NONE, NONE, NONE), execution))
                .isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("serves the clients although an instance can't be told yet, and says so")
    void instanceAway() {
        site.isolate("primary");
        site.fakeWorkloads().cutOff("fastapi-main-use1-1");
        assertThat(execution.run(failover, TO_REPLICA1)).isInstanceOf(Proof.Holds.class);
        assertThat(execution.notes()).anyMatch(note -> note.contains("fastapi-main-use1-1 is not set to replica1 yet"));
    }

    @Test
    @DisplayName("is refused by the same guards as a promotion")
    void refused() {
        site.crash("primary").crash("replica1").crash("replica2");
        assertThat(failover.assess(TO_REPLICA1, execution))
                .isInstanceOfSatisfying(
                        Assessment.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE));
    }

    @Test
    @DisplayName("moves a living primary in good order")
    void alive() {
        site.write("primary", 100);
        assertThat(execution.plan(failover, TO_REPLICA1).confirmation()).contains("primary is alive");
        assertThat(execution.run(failover, TO_REPLICA1)).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("is not proven while clients are not served")
    void notServed() {
        site.crash("primary");
        Plan plan = execution.plan(failover, TO_REPLICA1);
        failover.perform(TO_REPLICA1, plan, execution);
        site.crash("replica1");
        assertThat(failover.prove(TO_REPLICA1, execution.impatient())).isInstanceOf(Proof.Fails.class);
    }
}
