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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Fencing")
class FencePrimaryTest {
    private static final FencePrimary.Parameters LAST_PRIMARY =
            new FencePrimary.Parameters(Optional.empty(), Optional.empty());

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final FencePrimary fence = new FencePrimary();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    @Test
    @DisplayName("a hung primary stops it, cuts its clients on every load balancer, and detaches its standbys")
    void hung() {
        site.hang("primary");
        assertThat(execution.run(fence, LAST_PRIMARY)).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log())
                .contains("stopForGood primary", "detach replica1", "detach replica2")
                .contains("use1 cut pg_writer primary", "usw2 cut pg_reader primary", "euw1 cut pg_writer primary");
        site.wake("primary");
        assertThat(site.write("primary", 10)).isFalse();
    }

    @Test
    @DisplayName(
            "a primary whose machine is cut off is proven by the quorum, and it can't acknowledge when it comes back")
    void cutOff() {
        site.isolate("primary");
        assertThat(execution.run(fence, LAST_PRIMARY))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.evidence()).contains("needs 1 of"));
        assertThat(execution.notes()).anyMatch(note -> note.contains("although its host did not stop it"));
        site.reconnect("primary");
        assertThat(site.write("primary", 10)).isFalse();
        assertThat(site.acknowledging()).isEmpty();
    }

    @Test
    @DisplayName("is not proven when the machine is cut off and commits wait for nobody")
    void unproven() {
        site.asynchronous().isolate("primary");
        Plan plan = execution.plan(fence, LAST_PRIMARY);
        assertThatThrownBy(() -> fence.perform(LAST_PRIMARY, plan, execution))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.FENCE_UNPROVEN);
                    assertThat(failure.attempted()).contains("its commits wait for no standby");
                });
        assertThat(fence.prove(LAST_PRIMARY, execution))
                .isInstanceOfSatisfying(
                        Proof.Fails.class, fails -> assertThat(fails.code()).isEqualTo(ErrorCode.FENCE_UNPROVEN));
    }

    @Test
    @DisplayName("is proven by the host alone where commits wait for nobody")
    void asynchronous() {
        site.asynchronous().hang("primary");
        assertThat(execution.run(fence, LAST_PRIMARY))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.evidence()).contains("shows no process"));
    }

    @Test
    @DisplayName("goes on when a load balancer is away, and says so")
    void balancerAway() {
        site.crash("primary");
        site.fakeBalancer("usw2").die();
        assertThat(execution.run(fence, LAST_PRIMARY)).isInstanceOf(Proof.Holds.class);
        assertThat(execution.notes()).anyMatch(note -> note.contains("load balancer usw2 could not cut primary"));
    }

    @Test
    @DisplayName("of a living primary asks for a confirmation")
    void alive() {
        assertThat(execution.plan(fence, LAST_PRIMARY).confirmation()).contains("primary is alive");
    }

    @Test
    @DisplayName("of a primary that is proven to be down asks for none")
    void down() {
        site.crash("primary");
        assertThat(execution.plan(fence, LAST_PRIMARY).needsConfirmation()).isFalse();
    }

    @Test
    @DisplayName("is satisfied once it is done")
    void satisfied() {
        site.crash("primary");
        execution.run(fence, LAST_PRIMARY);
        assertThat(fence.assess(LAST_PRIMARY, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("is begun again when the server woke up behind its fence: its clients are cut off completely")
    void woke() {
        site.isolate("primary");
        execution.run(fence, LAST_PRIMARY);
        site.reconnect("primary");
        assertThat(fence.assess(LAST_PRIMARY, execution)).isInstanceOf(Assessment.Actionable.class);
    }

    @Test
    @DisplayName("is refused when nobody knows who was primary")
    void unknown() {
        site.crash("primary").forgetPrimary();
        site.loseUpstream("replica1").loseUpstream("replica2");
        assertThat(fence.assess(LAST_PRIMARY, execution))
                .isInstanceOfSatisfying(
                        Assessment.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PRIMARY_MISSING));
    }
}
