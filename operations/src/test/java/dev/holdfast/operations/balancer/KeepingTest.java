package dev.holdfast.operations.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.database.DatabaseFailover;
import dev.holdfast.operations.database.PromoteReplica;
import dev.holdfast.operations.database.UpdateDatabaseEndpoints;
import dev.holdfast.operations.deployment.RolloutRestart;
import dev.holdfast.operations.testkit.FakeBalancer;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Keeping what load balancers were told")
class KeepingTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final UpdateDatabaseEndpoints.Parameters ENDPOINTS =
            new UpdateDatabaseEndpoints.Parameters(Optional.of("replica1"), NONE);
    private static final DatabaseFailover.Parameters TO_REPLICA1 =
            new DatabaseFailover.Parameters(Optional.of("replica1"), NONE, NONE);

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final UpdateDatabaseEndpoints endpoints = new UpdateDatabaseEndpoints();
    private final DatabaseFailover failover = new DatabaseFailover();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    private Stream<FakeBalancer> balancers() {
        return Stream.of("use1", "usw2", "euw1").map(site::fakeBalancer);
    }

    private void promote() {
        site.crash("primary");
        execution.run(new PromoteReplica(), new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE));
    }

    @Test
    @DisplayName("lets the way to a new primary survive a reload")
    void survives() {
        promote();
        assertThat(execution.run(endpoints, ENDPOINTS)).isInstanceOf(Proof.Holds.class);

        balancers().forEach(FakeBalancer::reload);

        assertThat(balancers())
                .allSatisfy(balancer -> assertThat(balancer.letIn("pg_writer")).containsExactly("replica1"));
        assertThat(endpoints.assess(ENDPOINTS, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("makes the switch wait for nothing: it comes after the last change of a failover")
    void comesLast() {
        site.crash("primary");
        assertThat(execution.run(failover, TO_REPLICA1)).isInstanceOf(Proof.Holds.class);

        int effects = site.effects().log().size();
        assertThat(balancers()).allSatisfy(balancer -> {
            assertThat(balancer.kept()).isEqualTo(1);
            assertThat(balancer.effectsBeforeKeeping()).isEqualTo(effects);
        });
    }

    @Test
    @DisplayName("fails no failover that works, but says loudly what a reload would undo")
    void hostAway() {
        site.crash("primary");
        site.fakeBalancer("usw2").hostIsAway(true);

        assertThat(execution.run(failover, TO_REPLICA1))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("WARNING", "usw2")
                                .doesNotContain("use1"));

        assertThat(execution.notes())
                .anyMatch(note -> note.startsWith("WARNING: load balancer usw2") && note.contains("reload"));
        assertThat(site.fakeBalancer("use1").kept()).isEqualTo(1);
        assertThat(site.fakeBalancer("usw2").letIn("pg_writer")).containsExactly("replica1");
    }

    @Test
    @DisplayName("is made up for when the host is back, and only then is there nothing to do")
    void madeUpFor() {
        promote();
        site.fakeBalancer("usw2").hostIsAway(true);
        assertThat(execution.run(endpoints, ENDPOINTS)).isInstanceOf(Proof.Holds.class);
        site.fakeBalancer("usw2").hostIsAway(false);

        Plan plan = execution.plan(endpoints, ENDPOINTS);
        assertThat(plan.changes())
                .singleElement()
                .asString()
                .startsWith("usw2: ")
                .contains("pg_writer/replica1");
        assertThat(execution.run(endpoints, ENDPOINTS))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.evidence()).doesNotContain("WARNING"));

        site.fakeBalancer("usw2").reload();
        assertThat(site.fakeBalancer("usw2").letIn("pg_writer")).containsExactly("replica1");
        assertThat(endpoints.assess(ENDPOINTS, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("includes what was changed when one load balancer could not be told")
    void halfway() {
        promote();
        Plan plan = execution.plan(endpoints, ENDPOINTS);
        site.fakeBalancer("usw2").die();

        assertThatThrownBy(() -> endpoints.perform(ENDPOINTS, plan, execution))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE));

        site.fakeBalancer("use1").reload();
        assertThat(site.fakeBalancer("use1").letIn("pg_writer")).containsExactly("replica1");
    }

    @Test
    @DisplayName("follows a rolling restart")
    void rollingRestart() {
        RolloutRestart restart = new RolloutRestart();
        RolloutRestart.Parameters all = new RolloutRestart.Parameters(NONE);
        assertThat(execution.run(restart, all)).isInstanceOf(Proof.Holds.class);

        assertThat(List.of("use1", "usw2", "euw1"))
                .allSatisfy(name -> assertThat(site.fakeBalancer(name).kept()).isEqualTo(1));
    }
}
