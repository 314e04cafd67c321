package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Leading clients to the new primary")
class UpdateEndpointsTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final UpdateDatabaseEndpoints.Parameters TO_REPLICA1 =
            new UpdateDatabaseEndpoints.Parameters(Optional.of("replica1"), NONE);
    private static final UpdateAppConfigs.Parameters APPS = new UpdateAppConfigs.Parameters(NONE);

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final UpdateDatabaseEndpoints endpoints = new UpdateDatabaseEndpoints();
    private final UpdateAppConfigs apps = new UpdateAppConfigs();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    private void failOver() {
        site.crash("primary");
        execution.run(new PromoteReplica(), new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE));
        site.effects().restart();
    }

    @Test
    @DisplayName("takes writers to it, readers to the standby that is left, and nobody to the dead server")
    void routes() {
        failOver();
        assertThat(execution.run(endpoints, TO_REPLICA1)).isInstanceOf(Proof.Holds.class);
        for (String balancer : List.of("use1", "usw2", "euw1")) {
            assertThat(site.fakeBalancer(balancer).letIn("pg_writer")).containsExactly("replica1");
            assertThat(site.fakeBalancer(balancer).letIn("pg_reader")).containsExactly("replica2");
        }
    }

    @Test
    @DisplayName("takes readers to the primary itself while no standby works")
    void noStandby() {
        failOver();
        site.crash("replica2");
        execution.run(endpoints, TO_REPLICA1);
        assertThat(site.fakeBalancer("use1").letIn("pg_reader")).containsExactly("replica1");
    }

    @Test
    @DisplayName("leaves out the load balancer of a region that is lost, and says so")
    void lostRegion() {
        site.loseRegion("us-east-1");
        execution.run(new PromoteReplica(), new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE));
        site.effects().restart();
        assertThat(execution.run(endpoints, TO_REPLICA1))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("all 2 load balancers lead writers to replica1")
                                .contains("[use1] are lost with their region, and must be told"));
        assertThat(site.fakeBalancer("usw2").letIn("pg_writer")).containsExactly("replica1");
    }

    @Test
    @DisplayName("waits for a load balancer that is silent while its region is not lost")
    void silentBalancer() {
        failOver();
        site.fakeBalancer("use1").die();
        assertThatThrownBy(() -> execution.run(endpoints, TO_REPLICA1))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE));
        assertThat(site.fakeBalancer("usw2").letIn("pg_writer")).containsExactly("replica1");
    }

    @Test
    @DisplayName("is refused when the named server is not the primary")
    void roleMismatch() {
        assertThat(endpoints.assess(TO_REPLICA1, execution))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.ROLE_MISMATCH);
                    assertThat(refused.reason()).isEqualTo("replica1 is not the primary, primary is");
                });
    }

    @Test
    @DisplayName("is refused without a name when there is no primary")
    void noPrimary() {
        site.crash("primary");
        assertThat(endpoints.assess(new UpdateDatabaseEndpoints.Parameters(NONE, NONE), execution))
                .isInstanceOfSatisfying(
                        Assessment.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PRIMARY_MISSING));
    }

    @Test
    @DisplayName("changes all other load balancers when one is away, names that one, and completes it the next time")
    void balancerAway() {
        failOver();
        site.fakeBalancer("usw2").die();
        Plan plan = execution.plan(endpoints, TO_REPLICA1);
        assertThatThrownBy(() -> endpoints.perform(TO_REPLICA1, plan, execution))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE);
                    assertThat(failure.attempted()).contains("usw2").doesNotContain("use1");
                });
        assertThat(site.fakeBalancer("euw1").letIn("pg_writer")).containsExactly("replica1");
        assertThat(endpoints.prove(TO_REPLICA1, execution))
                .isInstanceOfSatisfying(
                        Proof.Fails.class, fails -> assertThat(fails.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE));

        site.fakeBalancer("usw2").revive();
        assertThat(execution.run(endpoints, TO_REPLICA1)).isInstanceOf(Proof.Holds.class);
        assertThat(endpoints.assess(TO_REPLICA1, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("tells a wrong endpoint from a load balancer that is away")
    void wrong() {
        failOver();
        assertThat(endpoints.prove(TO_REPLICA1, execution)).isInstanceOfSatisfying(Proof.Fails.class, fails -> {
            assertThat(fails.code()).isEqualTo(ErrorCode.ENDPOINT_WRONG);
            assertThat(fails.observed()).contains("use1: writer leads to [] instead of replica1");
        });
    }

    @Test
    @DisplayName("tells every application instance who is primary and where its own region's endpoints are")
    void settings() {
        failOver();
        assertThat(execution.run(apps, APPS)).isInstanceOf(Proof.Holds.class);
        assertThat(site.fakeWorkloads()
                        .instance("fastapi-main-usw2-2", execution.remaining())
                        .settings())
                .containsEntry("database.primary", "replica1")
                .containsEntry("database.writer", "127.41.0.20:5432")
                .containsEntry("database.reader", "127.41.0.20:5433");
        assertThat(apps.assess(APPS, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("has nothing to say to an instance that nobody asked for")
    void absent() {
        failOver();
        site.fakeWorkloads().absent("fastapi-main-usw2-2");
        assertThat(execution.run(apps, APPS)).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log())
                .contains("configure fastapi-main-usw2-1")
                .doesNotContain("configure fastapi-main-usw2-2");
        assertThat(apps.assess(APPS, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("sets all other instances when one can't be reached, names that one, and completes it the next time")
    void instanceAway() {
        failOver();
        site.fakeWorkloads().cutOff("fastapi-main-use1-1");
        assertThatThrownBy(() -> execution.run(apps, APPS))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.attempted())
                                .contains("fastapi-main-use1-1")
                                .doesNotContain("fastapi-main-use1-2"));
        assertThat(apps.prove(APPS, execution))
                .isInstanceOfSatisfying(
                        Proof.Fails.class, fails -> assertThat(fails.code()).isEqualTo(ErrorCode.INSTANCE_NOT_READY));
        site.effects().restart();
        site.fakeWorkloads().reconnect("fastapi-main-use1-1");
        assertThat(execution.run(apps, APPS)).isInstanceOf(Proof.Holds.class);
    }
}
