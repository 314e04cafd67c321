package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Promoting a standby")
class PromoteReplicaTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final int SEGMENT = 16 << 20;

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final PromoteReplica promote = new PromoteReplica();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    private static PromoteReplica.Parameters to(String replica) {
        return new PromoteReplica.Parameters(Optional.of(replica), NONE, NONE);
    }

    private Assessment.Refused refusal(PromoteReplica.Parameters parameters) {
        Assessment assessment = promote.assess(parameters, execution);
        assertThat(assessment).isInstanceOf(Assessment.Refused.class);
        return (Assessment.Refused) assessment;
    }

    @Test
    @DisplayName("needs no confirmation when the primary is proven to be down, and tells later steps who is primary")
    void afterCrash() {
        site.crash("primary");
        Plan plan = execution.plan(promote, to("replica1"));
        assertThat(plan.needsConfirmation()).isFalse();
        assertThat(plan.changes())
                .contains("fence primary", "point replica2 at replica1")
                .anyMatch(change -> change.startsWith("promote replica1: standby of system 7001, timeline 1"))
                .anyMatch(change -> change.startsWith("loss: 0s"));

        promote.perform(to("replica1"), plan, execution);
        assertThat(promote.prove(to("replica1"), execution))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.outputs())
                                .containsEntry("new-primary", "replica1")
                                .containsEntry("source", "replica1"));
        assertThat(site.state("replica1"))
                .isInstanceOfSatisfying(
                        NodeState.Primary.class,
                        primary -> assertThat(primary.identity().timeline()).isEqualTo(2));
        assertThat(site.memory().lastSighting("orders").orElseThrow().state().node())
                .isEqualTo("replica1");
    }

    @Test
    @DisplayName("is satisfied when the server is the primary already, and changes nothing")
    void alreadyPrimary() {
        assertThat(promote.assess(to("primary"), execution)).isInstanceOf(Assessment.Satisfied.class);
        assertThat(promote.assess(new PromoteReplica.Parameters(NONE, NONE, NONE), execution))
                .isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("of a server that the topology does not have is an error that lists those it has")
    void unknownServer() {
        assertThatThrownBy(() -> promote.assess(to("replica9"), execution))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
                    assertThat(failure.attempted()).contains("replica9", "[primary, replica1, replica2]");
                });
    }

    @Test
    @DisplayName("asks for a confirmation while the primary lives, and is then a switchover that loses nothing")
    void switchover() {
        site.write("primary", 700);
        Plan plan = execution.plan(promote, to("replica1"));
        assertThat(plan.confirmation()).contains("primary is alive");
        assertThat(plan.changes()).contains("cut the writers of primary and shut it down in good order");

        promote.perform(to("replica1"), plan, execution);
        assertThat(promote.prove(to("replica1"), execution)).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log())
                .containsSubsequence("stopCleanly primary", "promote replica1")
                .doesNotContain("stopForGood primary");
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("cuts the writers before the primary is shut down")
    void writersFirst() {
        execution.run(promote, to("replica1"));
        List<String> log = site.effects().log();
        assertThat(log.subList(0, log.indexOf("stopCleanly primary")))
                .containsExactlyInAnyOrder(
                        "use1 cut pg_writer primary", "usw2 cut pg_writer primary", "euw1 cut pg_writer primary");
    }

    @Test
    @DisplayName("fences a living primary that does not shut down in its time, and still loses nothing")
    void ungraceful() {
        site.write("primary", 700);
        site.refuseShutdown("primary");
        assertThat(execution.run(promote, to("replica1"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log()).containsSubsequence("stopForGood primary", "promote replica1");
        assertThat(execution.notes())
                .anyMatch(note ->
                        note.contains("shutting primary down in good order did not succeed within its budget of")
                                && note.contains("so it is fenced"));
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName(
            "rather keeps a primary that does not shut down, when its commits wait for nobody: killing it could lose some")
    void givesUp() {
        site.asynchronous().refuseShutdown("primary");
        assertThatThrownBy(() -> execution.run(promote, to("replica1")))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.LOSS_OVER_RPO);
                    assertThat(failure.nextMove()).contains("database-rollback", "--accept-data-loss");
                });
        assertThat(site.effects().log()).doesNotContain("stopForGood primary", "promote replica1");
        assertThat(site.fakeBalancer("use1").letIn("pg_writer")).containsExactly("primary");
        assertThat(execution.notes())
                .anyMatch(note -> note.contains("so the switchover is given up"))
                .contains("writers are led to primary again");
    }

    @Test
    @DisplayName("goes the hard way at once when no time is left for a good order")
    void noTimeForGoodOrder() {
        site.write("primary", 700);
        assertThat(execution.impatient().run(promote, to("replica1"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log()).contains("stopForGood primary").doesNotContain("stopCleanly primary");
        assertThat(execution.notes()).anyMatch(note -> note.contains("no time is left for shutting primary down"));
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("asks for a confirmation while it is not proven that a silent primary is down")
    void suspect() {
        site.isolate("primary");
        site.examinerSays(new Verdict.Suspect(List.of(), "a standby still hears it"));
        assertThat(execution.plan(promote, to("replica1")).confirmation())
                .contains("not proven to be down", "a standby still hears it");
    }

    @Test
    @DisplayName("asks for a confirmation while the primary starts up, because what answers is not dead")
    void starting() {
        site.starting("primary");
        assertThat(execution.plan(promote, to("replica1")).confirmation()).contains("57P03");
    }

    @Test
    @DisplayName("is given up, with nothing changed, when the primary comes back between plan and act")
    void cameBack() {
        site.hang("primary");
        Plan plan = execution.plan(promote, to("replica1"));
        site.wake("primary");
        assertThatThrownBy(() -> promote.perform(to("replica1"), plan, execution))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PRIMARY_NOT_DOWN));
        assertThat(site.effects().log()).isEmpty();
        assertThat(site.acknowledging()).containsExactly("primary");
    }

    @Test
    @DisplayName("is refused for a standby that lacks more than a moment's log that another holds")
    void notMostAdvanced() {
        site.loseUpstream("replica1");
        site.write("primary", SEGMENT + 1);
        site.crash("primary");
        assertThat(refusal(to("replica1")))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_MOST_ADVANCED))
                .satisfies(refused -> assertThat(refused.reason()).contains("replica2", (SEGMENT + 1) + " bytes more"));
    }

    @Test
    @DisplayName("lets a standby that lacks little get it from the other one first, so nothing is lost")
    void catchesUp() {
        site.loseUpstream("replica1");
        site.write("primary", 500);
        site.crash("primary");
        assertThat(execution.run(promote, to("replica1"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log()).containsSubsequence("follow replica1 replica2", "promote replica1");
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("is refused for a standby that does not stream from a primary that lives")
    void doesNotStream() {
        site.loseUpstream("replica1");
        assertThat(refusal(to("replica1")).code()).isEqualTo(ErrorCode.NOT_MOST_ADVANCED);
    }

    @Test
    @DisplayName("is refused when it would lose more than the RPO, unless exactly the shown figure is accepted")
    void lossOverRpo() {
        site.asynchronous();
        site.loseUpstream("replica1").loseUpstream("replica2");
        site.lastCommit("replica1", Instant.parse("2026-11-23T09:57:00Z"));
        site.write("primary", 500);
        site.rememberPrimary();
        site.crash("primary").lossIsAccepted();

        assertThat(refusal(to("replica1")).code()).isEqualTo(ErrorCode.LOSS_OVER_RPO);
        assertThat(refusal(to("replica1")).nextMove()).endsWith("--accept-data-loss 180s");
        assertThat(refusal(new PromoteReplica.Parameters(Optional.of("replica1"), Optional.of("60s"), NONE))
                        .code())
                .isEqualTo(ErrorCode.LOSS_OVER_RPO);
        assertThat(execution.run(
                        promote, new PromoteReplica.Parameters(Optional.of("replica1"), Optional.of("180s"), NONE)))
                .isInstanceOf(Proof.Holds.class);
    }

    @Test
    @DisplayName("is refused when nobody knows what would be lost")
    void lossUnknown() {
        site.crash("primary");
        site.forgetPrimary();
        assertThat(refusal(to("replica1")).nextMove()).endsWith("--accept-data-loss unknown");
    }

    @Test
    @DisplayName("is refused for a standby of another cluster")
    void otherCluster() {
        site.joinOtherCluster("replica1").crash("primary");
        assertThat(refusal(to("replica1")).code()).isEqualTo(ErrorCode.ROLE_MISMATCH);
        assertThat(refusal(to("replica1")).reason()).contains("system 9999");
    }

    @Test
    @DisplayName("is refused for a server that does not answer, or is only starting")
    void silentTarget() {
        site.crash("primary").crash("replica1");
        assertThat(refusal(to("replica1")).code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
        site.starting("replica1");
        assertThat(refusal(to("replica1")).code()).isEqualTo(ErrorCode.DATABASE_UNREACHABLE);
    }

    @Test
    @DisplayName("is refused when no standby is left, with the reason for each server")
    void noCandidate() {
        site.crash("primary").crash("replica1").crash("replica2");
        Assessment.Refused refused = refusal(new PromoteReplica.Parameters(NONE, NONE, NONE));
        assertThat(refused.code()).isEqualTo(ErrorCode.NO_CANDIDATE);
        assertThat(refused.reason()).contains("primary", "replica1", "replica2", "connection refused");
    }

    @Test
    @DisplayName("never happens without a proven fence: the host is cut off, and commits wait for nobody")
    void fenceUnproven() {
        site.asynchronous().isolate("primary");
        assertThatThrownBy(() -> execution.run(promote, to("replica1")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FENCE_UNPROVEN));
        assertThat(site.effects().log()).doesNotContain("promote replica1");
    }

    @Test
    @DisplayName("never happens without a proven fence: a standby that may still listen to a hidden primary is silent")
    void fenceUnprovenBySilentStandby() {
        site.isolate("primary").isolate("replica2");
        assertThatThrownBy(() -> execution.run(promote, to("replica1")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FENCE_UNPROVEN));
        assertThat(site.effects().log()).doesNotContain("promote replica1");
    }

    @Test
    @DisplayName(
            "relies on what is remembered only until the next promotion: the new primary is fenced, not the old one")
    void outdatedMemory() {
        NodeState.Primary first = (NodeState.Primary) site.state("primary");
        site.crash("primary");
        execution.run(promote, to("replica1"));
        execution.run(new RebuildDatabase(), new RebuildDatabase.Parameters(NONE, "primary", false, NONE));
        site.remember(first, Instant.parse("2026-11-23T09:00:00Z"));
        site.hang("replica1");
        site.effects().restart();

        PromoteReplica.Parameters accepting =
                new PromoteReplica.Parameters(Optional.of("replica2"), Optional.of("unknown"), NONE);
        assertThat(execution.run(promote, accepting)).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log())
                .containsSubsequence("stopForGood replica1", "promote replica2")
                .doesNotContain("stopForGood primary");
        assertThat(site.effects().violations()).isEmpty();
    }

    @Test
    @DisplayName("completes what an earlier attempt left: the other standby is pointed at the new primary")
    void completes() {
        site.crash("primary");
        execution.run(promote, to("replica1"));
        site.loseUpstream("replica2");
        site.effects().restart();
        assertThat(execution.run(promote, to("replica1"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.effects().log()).containsExactly("follow replica2 replica1");
    }

    @Test
    @DisplayName("ends the pause of a standby whose replay is paused, and says so")
    void paused() {
        site.pauseReplay("replica1").crash("primary");
        assertThat(execution.plan(promote, to("replica1")).changes())
                .anyMatch(change -> change.contains("its paused replay ends with the promotion"));
    }

    @Test
    @DisplayName("is not proven while no standby confirms the commits of the new primary")
    void notFollowed() {
        site.crash("primary");
        execution.run(promote, to("replica1"));
        site.crash("replica2");
        assertThat(promote.prove(to("replica1"), execution.impatient()))
                .isInstanceOfSatisfying(
                        Proof.Fails.class,
                        fails -> assertThat(fails.code()).isEqualTo(ErrorCode.REPLICATION_NOT_FOLLOWING));
    }

    @Test
    @DisplayName("is refused while two servers say they are primary and neither is fenced")
    void twoPrimaries() {
        Situation split = Clusters.situation(
                Optional.of(Clusters.seen(Clusters.primary("primary", 1, 1000, SyncPolicy.ASYNCHRONOUS))),
                Clusters.primary("primary", 1, 1000, SyncPolicy.ASYNCHRONOUS),
                Clusters.standby("replica1", 2, 1000, "replica2"),
                Clusters.primary("replica2", 2, 1000, SyncPolicy.ASYNCHRONOUS));
        assertThat(new Promotion(execution, split.spec(), NONE).assess(Optional.of("replica1"), split))
                .isInstanceOfSatisfying(
                        Assessment.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TWO_PRIMARIES));
    }

    @Test
    @DisplayName("of a primary that woke up on an old timeline is refused: it must be rebuilt")
    void wokenPrimary() {
        site.isolate("primary");
        execution.run(promote, to("replica1"));
        site.reconnect("primary");
        assertThat(refusal(to("primary")).code()).isEqualTo(ErrorCode.ROLE_MISMATCH);
        assertThat(refusal(to("primary")).reason()).contains("timeline 1", "timeline 2");
    }

    @Test
    @DisplayName("is given up, with nothing changed, when the standby lost its primary between plan and act")
    void lostUpstream() {
        Plan plan = execution.plan(promote, to("replica1"));
        site.loseUpstream("replica1");
        assertThatThrownBy(() -> promote.perform(to("replica1"), plan, execution))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_MOST_ADVANCED));
        assertThat(site.effects().log()).isEmpty();
    }

    @Test
    @DisplayName("looks again after the fence: the other standby may have received more until then")
    void grewDuringFence() {
        site.hang("primary");
        Plan plan = execution.plan(promote, to("replica1"));
        boolean[] grown = new boolean[1];
        site.effects().always(() -> {
            if (!grown[0]) {
                grown[0] = true;
                site.advance("replica2", SEGMENT + 1);
            }
        });
        assertThatThrownBy(() -> promote.perform(to("replica1"), plan, execution))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NOT_MOST_ADVANCED));
        assertThat(site.effects().log()).contains("stopForGood primary").doesNotContain("promote replica1");
    }
}
