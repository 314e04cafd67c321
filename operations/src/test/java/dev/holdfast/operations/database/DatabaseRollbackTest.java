package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rolling back")
class DatabaseRollbackTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final DatabaseRollback.Parameters LATEST =
            new DatabaseRollback.Parameters(Optional.of("latest"), NONE);

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final DatabaseRollback rollback = new DatabaseRollback();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    private void fence() {
        site.recordRestorePoint();
        execution.run(new FencePrimary(), new FencePrimary.Parameters(NONE, NONE));
    }

    private void promoteReplica1() {
        site.recordRestorePoint();
        execution.run(new PromoteReplica(), new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE));
    }

    private Assessment.Refused refusal() {
        Assessment assessment = rollback.assess(LATEST, execution);
        assertThat(assessment).isInstanceOf(Assessment.Refused.class);
        return (Assessment.Refused) assessment;
    }

    @Test
    @DisplayName("takes a fence back while nothing was promoted: the old primary serves again, as before")
    void takesFenceBack() {
        site.crash("primary");
        fence();
        assertThat(execution.run(rollback, LATEST)).isInstanceOf(Proof.Holds.class);
        assertThat(site.acknowledging()).containsExactly("primary");
        assertThat(site.fakeBalancer("usw2").letIn("pg_writer")).containsExactly("primary");
        assertThat(site.fakeBalancer("usw2").letIn("pg_reader")).containsExactlyInAnyOrder("replica1", "replica2");
        assertThat(rollback.assess(LATEST, execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("does not start the old primary while another server is silent, because that may have been promoted")
    void silentServer() {
        site.crash("primary");
        fence();
        site.isolate("replica2");
        assertThat(refusal().code()).isEqualTo(ErrorCode.ROLLBACK_IMPOSSIBLE);
        assertThat(refusal().reason()).contains("replica2", "may have been promoted");
    }

    @Test
    @DisplayName("is impossible while the host of the old primary is away, or its process hangs")
    void hostAway() {
        site.isolate("primary");
        fence();
        assertThat(refusal().reason()).contains("host of primary does not answer");
        site.reconnect("primary").hang("primary");
        assertThat(refusal().reason()).contains("its process 4711 runs");
    }

    @Test
    @DisplayName("makes the cluster of a primary whole that only lost its standbys to the fence")
    void neverStopped() {
        site.isolate("primary");
        fence();
        site.reconnect("primary");
        assertThat(execution.run(rollback, LATEST)).isInstanceOf(Proof.Holds.class);
        assertThat(site.acknowledging()).containsExactly("primary");
    }

    @Test
    @DisplayName("is impossible after a promotion while the old primary is not rebuilt, and says what it lacks")
    void notRebuilt() {
        site.crash("primary");
        promoteReplica1();
        site.write("replica1", 250);
        assertThat(refusal().code()).isEqualTo(ErrorCode.ROLLBACK_IMPOSSIBLE);
        assertThat(refusal().reason()).contains("primary", "lacks 250 bytes of the timeline 2 of replica1");
        assertThat(refusal().nextMove()).contains("rebuild-database --source replica1 --target primary");
    }

    @Test
    @DisplayName("is impossible when the old primary woke up with a history of its own")
    void wokeUp() {
        site.isolate("primary");
        promoteReplica1();
        site.reconnect("primary");
        assertThat(refusal().reason()).contains("primary of timeline 1", "timeline 2", "rebuild it first");
    }

    @Test
    @DisplayName("switches back to the old primary once that is a standby that has caught up, when it is confirmed")
    void switchesBack() {
        site.crash("primary");
        promoteReplica1();
        execution.run(new RebuildDatabase(), new RebuildDatabase.Parameters(NONE, "old-primary", false, NONE));
        site.write("replica1", 250);
        assertThat(execution.plan(rollback, LATEST).confirmation()).contains("replica1 is alive");
        assertThat(execution.run(rollback, LATEST)).isInstanceOf(Proof.Holds.class);
        assertThat(site.acknowledging()).containsExactly("primary");
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("to an unknown restore point lists those that there are")
    void unknown() {
        RestorePoint point = site.recordRestorePoint();
        assertThat(rollback.assess(new DatabaseRollback.Parameters(Optional.of("rp-1"), NONE), execution))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.RESTORE_POINT_UNKNOWN);
                    assertThat(refused.reason()).contains("'rp-1'", point.id());
                });
    }

    @Test
    @DisplayName("has nothing to return to before any restore point was recorded")
    void none() {
        assertThat(refusal().code()).isEqualTo(ErrorCode.RESTORE_POINT_UNKNOWN);
        assertThat(refusal().reason()).endsWith("there are none");
    }

    @Test
    @DisplayName("is recorded with what the dead primary was when last seen")
    void capture() {
        site.crash("primary");
        RestorePoint point = site.recordRestorePoint();
        assertThat(point.primary()).contains("primary");
        assertThat(point.identity().orElseThrow().timeline()).isEqualTo(1);
        assertThat(point.upstreams()).containsEntry("replica1", "primary").containsEntry("replica2", "primary");
        assertThat(point.writers())
                .containsEntry("use1", "primary")
                .containsEntry("usw2", "primary")
                .containsEntry("euw1", "primary");
    }

    @Test
    @DisplayName("is recorded although a load balancer and a standby are silent")
    void captureWithSilence() {
        site.isolate("replica2").hang("primary");
        site.fakeBalancer("use1").die();
        RestorePoint point = site.recordRestorePoint();
        assertThat(point.upstreams()).containsEntry("replica2", "primary");
        assertThat(point.writers()).containsOnlyKeys("usw2", "euw1");
    }
}
