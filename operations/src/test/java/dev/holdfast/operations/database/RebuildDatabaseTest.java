package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Rebuilding a server")
class RebuildDatabaseTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;
    private final RebuildDatabase rebuild = new RebuildDatabase();

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    private static RebuildDatabase.Parameters of(String target) {
        return new RebuildDatabase.Parameters(Optional.of("replica1"), target, false, NONE);
    }

    private void promoteReplica1() {
        site.recordRestorePoint();
        execution.run(new PromoteReplica(), new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE));
        site.effects().restart();
    }

    private ErrorCode refusal(RebuildDatabase.Parameters parameters) {
        Assessment assessment = rebuild.assess(parameters, execution);
        assertThat(assessment).isInstanceOf(Assessment.Refused.class);
        return ((Assessment.Refused) assessment).code();
    }

    @Test
    @DisplayName("saves the writes that only the old primary has, in a file that it names, and lets readers in again")
    void savesDivergence() {
        site.isolate("primary");
        promoteReplica1();
        site.reconnect("primary");
        site.write("primary", 300);
        assertThat(execution.plan(rebuild, of("old-primary")).confirmation())
                .as("it is fenced: it lives, but serves nobody")
                .isEmpty();

        Proof proof = execution.run(rebuild, of("old-primary"));
        assertThat(proof).isInstanceOfSatisfying(Proof.Holds.class, holds -> {
            assertThat(holds.outputs()).containsEntry("divergence-rows", "2").containsEntry("rebuilt", "primary");
            assertThat(Path.of(holds.outputs().getOrDefault("divergence-file", "")))
                    .exists()
                    .satisfies(file -> assertThat(Files.readAllLines(file)).hasSize(2));
        });
        assertThat(site.fakeBalancer("usw2").letIn("pg_reader")).containsExactlyInAnyOrder("primary", "replica2");
        assertThat(site.effects().log()).containsSubsequence("stopForGood primary", "rejoin primary replica1");
    }

    @Test
    @DisplayName("wants a confirmation before it stops an old primary that could still acknowledge writes")
    void oldPrimaryThatCouldAcknowledge() {
        site.isolate("primary");
        promoteReplica1();
        site.reconnect("primary").asynchronous();
        assertThat(execution.plan(rebuild, of("old-primary")).confirmation())
                .contains("alive as primary of timeline 1", "could acknowledge writes");
    }

    @Test
    @DisplayName("is satisfied when the server streams and serves readers already")
    void satisfied() {
        site.crash("primary");
        promoteReplica1();
        execution.run(rebuild, of("old-primary"));
        assertThat(rebuild.assess(of("old-primary"), execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("needs no confirmation when the server is down")
    void down() {
        site.crash("primary");
        promoteReplica1();
        assertThat(execution.plan(rebuild, of("primary")).needsConfirmation()).isFalse();
    }

    @Test
    @DisplayName("is given up before anything is destroyed when the writes can't be saved")
    void notCaptured() {
        site.crash("primary");
        promoteReplica1();
        site.rejoin().cantCapture();
        assertThatThrownBy(() -> execution.run(rebuild, of("primary")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DIVERGENCE_NOT_CAPTURED));
        assertThat(site.effects().log()).doesNotContain("rejoin primary replica1");

        assertThat(execution.run(
                        rebuild, new RebuildDatabase.Parameters(Optional.of("replica1"), "primary", true, NONE)))
                .isInstanceOf(Proof.Holds.class);
    }

    @Test
    @DisplayName("is refused for the primary that clients write to")
    void primary() {
        site.crash("primary");
        promoteReplica1();
        assertThat(refusal(of("replica1"))).isEqualTo(ErrorCode.ROLE_MISMATCH);
    }

    @Test
    @DisplayName("is refused when the source is not the primary, or there is none")
    void wrongSource() {
        assertThat(refusal(of("replica2"))).isEqualTo(ErrorCode.ROLE_MISMATCH);
        site.crash("primary");
        assertThat(refusal(of("replica2"))).isEqualTo(ErrorCode.PRIMARY_MISSING);
    }

    @Test
    @DisplayName("is refused when nobody knows which server is the old primary")
    void unknownOldPrimary() {
        assertThat(refusal(new RebuildDatabase.Parameters(NONE, "old-primary", false, NONE)))
                .isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
    }

    @Test
    @DisplayName("finds the old primary in the newest restore point that names another server than the primary")
    void oldPrimary() {
        site.crash("primary");
        promoteReplica1();
        site.recordRestorePoint();
        assertThat(execution.plan(rebuild, of("old-primary")).fact("target")).isEqualTo("primary");
    }

    @Test
    @DisplayName("is given up when the machine does not come back in the time of the step")
    void hostAway() {
        site.isolate("primary");
        promoteReplica1();
        assertThatThrownBy(() -> new FakeExecution(site).impatient().run(rebuild, of("primary")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE));
        assertThat(site.effects().log()).isEmpty();
    }
}
