package dev.holdfast.operations.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A rolling restart")
class RolloutRestartTest {
    private static final RolloutRestart.Parameters ALL = new RolloutRestart.Parameters(Optional.empty());

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final RolloutRestart restart = new RolloutRestart();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
        site.effects().always(this::everyRegionServes);
    }

    private void everyRegionServes() {
        for (String balancer : List.of("use1", "usw2", "euw1")) {
            boolean serves = site.fakeBalancer(balancer).letIn("app").stream().anyMatch(site.fakeWorkloads()::isReady);
            if (!serves) {
                throw new AssertionError(balancer + " has no instance that serves");
            }
        }
    }

    private List<String> instances() {
        return site.fakeWorkloads().spec().instances().stream()
                .map(InstanceSpec::name)
                .toList();
    }

    @Test
    @DisplayName("restarts every instance once, drained, and no region is without service at any moment")
    void all() {
        assertThat(execution.run(restart, ALL)).isInstanceOf(Proof.Holds.class);
        assertThat(instances())
                .allSatisfy(
                        name -> assertThat(site.fakeWorkloads().starts(name)).isEqualTo(1));
        assertThat(site.effects().log())
                .containsSubsequence(
                        "use1 drain app fastapi-main-use1-1",
                        "restart fastapi-main-use1-1",
                        "use1 ready app fastapi-main-use1-1",
                        "use1 drain app fastapi-main-use1-2");
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("leaves out an instance that nobody asked for, and an instance without company in its region alone")
    void absent() {
        site.fakeWorkloads().absent("fastapi-main-use1-2");
        assertThat(restart.assess(ALL, execution)).isInstanceOf(Assessment.Refused.class);
        site.fakeWorkloads().absent("fastapi-main-use1-1");
        assertThat(restart.assess(ALL, execution))
                .isInstanceOfSatisfying(
                        Assessment.Actionable.class,
                        actionable -> assertThat(actionable.plan().fact("order"))
                                .isEqualTo(
                                        "fastapi-main-usw2-1,fastapi-main-usw2-2,fastapi-main-euw1-1,fastapi-main-euw1-2"));
    }

    @Test
    @DisplayName("cuts a session that does not end by itself, and says so")
    void cutsSessions() {
        site.fakeBalancer("use1").keepSession("fastapi-main-use1-1");
        assertThat(execution.withTime(Duration.ofMillis(2500)).run(restart, ALL))
                .isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log())
                .containsSubsequence(
                        "use1 drain app fastapi-main-use1-1",
                        "use1 cut app fastapi-main-use1-1",
                        "restart fastapi-main-use1-1",
                        "use1 ready app fastapi-main-use1-1");
        assertThat(site.effects().log()).doesNotContain("use1 cut app fastapi-main-use1-2");
        assertThat(execution.notes())
                .anyMatch(note -> note.startsWith("draining fastapi-main-use1-1 did not succeed within its budget")
                        && note.contains("so its sessions are cut: 1 sessions are still open"));
    }

    @Test
    @DisplayName("stops at the first instance that does not come back, and leaves the others serving")
    void stops() {
        site.fakeWorkloads().breakNextStart("fastapi-main-use1-2");
        assertThatThrownBy(() -> execution.impatient().run(restart, ALL))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INSTANCE_NOT_READY);
                    assertThat(failure.attempted()).contains("fastapi-main-use1-2", "stays drained");
                });
        assertThat(site.fakeWorkloads().starts("fastapi-main-usw2-1")).isZero();
        assertThat(site.fakeBalancer("use1").letIn("app")).containsExactly("fastapi-main-use1-1");
    }

    @Test
    @DisplayName("begins with the instance that does not serve, so that the other one of its region can go after it")
    void unreadyFirst() {
        site.fakeWorkloads().notReady("fastapi-main-usw2-2");
        assertThat(execution.run(restart, ALL)).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log())
                .containsSubsequence("restart fastapi-main-usw2-2", "restart fastapi-main-usw2-1");
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("never takes the last instance of a region that serves out")
    void lastOne() {
        site.fakeWorkloads().cutOff("fastapi-main-use1-1");
        assertThatThrownBy(() -> execution.impatient().run(restart, ALL))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INSTANCE_NOT_READY));
        assertThat(site.fakeWorkloads().starts("fastapi-main-use1-2")).isZero();
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("that is killed anywhere and begun again ends with every instance serving")
    void cutAnywhere() {
        execution.run(restart, ALL);
        int effects = site.effects().log().size();
        for (int number = 1; number <= effects; number++) {
            FakeSite cut = new FakeSite(evidence);
            cut.effects().cutAt(number, true);
            assertThatThrownBy(() -> new FakeExecution(cut).run(restart, ALL)).isInstanceOf(RuntimeException.class);
            cut.effects().restart();
            assertThat(new FakeExecution(cut).run(restart, ALL))
                    .as("cut at effect %d", number)
                    .isInstanceOf(Proof.Holds.class);
            assertThat(cut.effects().violations()).isEmpty();
        }
    }
}
