package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.scenario.LabUnderTest.Result;
import dev.holdfast.lab.server.PostgresSession;
import dev.holdfast.model.error.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the program refuses on a running system, with the number that says why; afterwards nothing has changed. */
class RefusalsServerTest {
    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(83);

    private String primary = "";
    private int timeline;

    @BeforeEach
    void remember() {
        primary = LAB.lab().primary();
        timeline = LAB.timeline();
    }

    @AfterEach
    void nothingHasChanged() {
        LAB.heal();
        assertThat(LAB.lab().primary()).isEqualTo(primary);
        assertThat(LAB.timeline()).isEqualTo(timeline);
    }

    @Test
    void aServerThatDoesNotExistIsNotPromoted() {
        Result result = LAB.run("promote-replica", "--replica", "replica9", "--confirm");
        assertRefused(result, ErrorCode.COMPONENT_UNKNOWN);
        assertThat(result.err()).contains("replica9").contains("replica1").contains("replica2");
    }

    @Test
    void aPrimaryNeedsNoPromotion() {
        assertThat(LAB.done("promote-replica", "--replica", primary)).contains(primary);
    }

    @Test
    void aFailoverIsNotDoneWithoutAConfirmation() {
        Result result = LAB.run("database-failover", "--target", "replica1");
        assertRefused(result, ErrorCode.CONFIRMATION_MISSING);
        assertThat(result.err()).contains("database-failover --target replica1 --confirm");
    }

    @Test
    void aStandbyThatDoesNotAnswerIsNotPromoted() {
        LAB.begin("hang replica1");
        Result result = LAB.run("promote-replica", "--replica", "replica1", "--confirm");
        assertRefused(result, ErrorCode.DATABASE_UNREACHABLE);
        assertThat(result.err()).contains("replica1");
    }

    @Test
    void aStandbyIsNotPromotedWhileTheOnlyOtherHolderOfACommitIsSilent() {
        if (!LAB.permits("blackhole replica1")) {
            return;
        }
        LAB.begin("blackhole replica1");
        try (PostgresSession session = PostgresSession.open(LAB.address(primary), "orders")) {
            // Confirmed by replica2 alone.
            session.execute("set synchronous_commit = on");
            session.execute("create table of_replica2 as select 1 as one");
        }
        LAB.begin("crash primary");
        LAB.lab().faults().clear();
        LAB.begin("blackhole replica2");
        Result result = LAB.run("promote-replica", "--replica", "replica1", "--confirm");
        assertRefused(result, ErrorCode.LOSS_OVER_RPO);
        assertThat(LAB.look("replica1", "select pg_is_in_recovery()")).contains("t");
    }

    private static void assertRefused(Result result, ErrorCode code) {
        assertThat(result.err()).as(result.out()).contains(code.id());
        assertThat(result.exitCode()).isEqualTo(code.errorClass().exitCode());
    }
}
