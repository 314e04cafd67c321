package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
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

@DisplayName("Looking before acting")
class LooksTest {
    private static final VerifyDatabaseFailure.Parameters FAILURE =
            new VerifyDatabaseFailure.Parameters(Optional.empty());
    private static final SelectBestReplica.Parameters BEST = new SelectBestReplica.Parameters(Optional.empty());
    private static final List<Look> VOTES = List.of(new Look(
            new Source(Source.Kind.PROBE, "us-west-2"),
            Sign.REFUSED,
            Instant.EPOCH,
            Instant.EPOCH,
            "connection refused"));

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final VerifyDatabaseFailure verify = new VerifyDatabaseFailure();
    private final SelectBestReplica select = new SelectBestReplica();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    @Test
    @DisplayName("the failure is verified when the verdict is that the primary is down, and each vote is shown")
    void down() {
        site.examinerSays(new Verdict.Down(VOTES, Verdict.Cause.CRASHED, "its process is gone"));
        assertThat(execution.run(verify, FAILURE)).isInstanceOfSatisfying(Proof.Holds.class, holds -> {
            assertThat(holds.evidence())
                    .contains("its process is gone", "probe:us-west-2 REFUSED (connection refused)");
            assertThat(holds.outputs()).containsEntry("cause", "CRASHED").containsEntry("votes", "1/1");
        });
    }

    @Test
    @DisplayName("the failure is not verified while the primary lives or is only suspected")
    void notDown() {
        for (Verdict verdict :
                List.of(new Verdict.Alive(VOTES, "it answers"), new Verdict.Suspect(VOTES, "one path fails"))) {
            site.examinerSays(verdict);
            assertThat(execution.run(verify, FAILURE)).isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                assertThat(fails.code()).isEqualTo(ErrorCode.PRIMARY_NOT_DOWN);
                assertThat(fails.observed()).contains(verdict.reason());
            });
        }
    }

    @Test
    @DisplayName("nothing is said when Holdfast itself sees too little")
    void blind() {
        site.examinerSays(new Verdict.Blind(VOTES, "no standby can tell"));
        assertThat(execution.run(verify, FAILURE)).isInstanceOf(Proof.Unknown.class);
    }

    @Test
    @DisplayName("the best standby is named with its loss, and why the others can't be chosen")
    void best() {
        site.crash("primary").crash("replica1");
        assertThat(execution.run(select, BEST)).isInstanceOfSatisfying(Proof.Holds.class, holds -> {
            assertThat(holds.outputs())
                    .containsEntry("replica", "replica2")
                    .containsEntry("loss", "0s")
                    .containsEntry("loss-bytes", "0")
                    .containsEntry("loss-transactions", "0");
            assertThat(holds.evidence()).contains("replica1=it does not answer");
        });
    }

    @Test
    @DisplayName("no standby is named when there is none")
    void noCandidate() {
        site.crash("primary").crash("replica1").isolate("replica2");
        assertThat(execution.run(select, BEST))
                .isInstanceOfSatisfying(
                        Proof.Fails.class, fails -> assertThat(fails.code()).isEqualTo(ErrorCode.NO_CANDIDATE));
    }

    @Test
    @DisplayName("a fence that the standbys prove needs no examination of the dead primary")
    void noNeedlessExamination() {
        site.hang("primary");
        execution.run(new FencePrimary(), new FencePrimary.Parameters(Optional.empty(), Optional.empty()));
        int before = site.examinations();
        execution.run(
                new PromoteReplica(),
                new PromoteReplica.Parameters(Optional.of("replica1"), Optional.empty(), Optional.empty()));
        assertThat(site.examinations()).isEqualTo(before);
        assertThat(site.effects().log())
                .filteredOn(effect -> effect.equals("stopForGood primary"))
                .hasSize(1);
    }
}
