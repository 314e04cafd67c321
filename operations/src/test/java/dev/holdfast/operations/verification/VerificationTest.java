package dev.holdfast.operations.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.database.DatabaseFailover;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Verifying")
class VerificationTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final VerifyAppConnectivity.Parameters APPS = new VerifyAppConnectivity.Parameters(NONE);
    private static final VerifyRecovery.Parameters RECOVERY = new VerifyRecovery.Parameters(NONE);
    private static final VerifyDataConsistency.Parameters DATA = new VerifyDataConsistency.Parameters(true, NONE);

    @TempDir
    private Path evidence;

    private FakeSite site;
    private FakeExecution execution;

    @BeforeEach
    void start() {
        site = new FakeSite(evidence);
        execution = new FakeExecution(site);
    }

    private ErrorCode code(Proof proof) {
        assertThat(proof).isInstanceOf(Proof.Fails.class);
        return ((Proof.Fails) proof).code();
    }

    @Test
    @DisplayName("that applications connect writes and reads back in every region")
    void connectivity() {
        assertThat(execution.run(new VerifyAppConnectivity(), APPS))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("us-east-1", "us-west-2", "eu-west-1", "all 6 instances are ready"));
    }

    @Test
    @DisplayName("that applications connect does not ask for instances that nobody asked for")
    void absent() {
        site.fakeWorkloads().absent("fastapi-main-euw1-2");
        assertThat(execution.run(new VerifyAppConnectivity(), APPS))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.evidence()).contains("all 5 instances are ready"));
    }

    @Test
    @DisplayName("that applications connect fails with each region that is not served, and what came back")
    void notServed() {
        site.crash("primary");
        assertThat(execution.run(new VerifyAppConnectivity(), APPS))
                .isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                    assertThat(fails.code()).isEqualTo(ErrorCode.SERVICE_NOT_SERVING);
                    assertThat(fails.observed()).contains("us-west-2: 503 after PUT");
                });
    }

    @Test
    @DisplayName("that applications connect fails for an instance that is not ready although clients are served")
    void instanceNotReady() {
        site.fakeWorkloads().notReady("fastapi-main-euw1-2");
        Proof proof = execution.run(new VerifyAppConnectivity(), APPS);
        assertThat(code(proof)).isEqualTo(ErrorCode.INSTANCE_NOT_READY);
    }

    @Test
    @DisplayName("the data compares the primary with every standby that streams, by checksum when asked")
    void data() {
        site.crash("replica2");
        assertThat(execution.run(new VerifyDataConsistency(), DATA))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("2 tables with 77 rows", "[replica1]", "not compared", "[replica2]"));
        assertThat(site.contents().comparedRows()).isTrue();
    }

    @Test
    @DisplayName("the data names the standby, table and range that differ")
    void differs() {
        site.contents().differ(new Comparison.Difference("replica2", "orders", "id a..b", 5, 4));
        assertThat(execution.run(new VerifyDataConsistency(), DATA))
                .isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                    assertThat(fails.code()).isEqualTo(ErrorCode.DATA_DIVERGES);
                    assertThat(fails.observed()).isEqualTo("replica2: table orders, id a..b: 4 rows instead of 5");
                });
    }

    @Test
    @DisplayName("the data fails when it can't be compared, when no standby streams, and when there is no primary")
    void notComparable() {
        site.contents().cantBeCompared();
        assertThat(code(execution.run(new VerifyDataConsistency(), DATA))).isEqualTo(ErrorCode.DATA_NOT_COMPARABLE);
        site.crash("replica1").crash("replica2");
        assertThat(code(execution.run(new VerifyDataConsistency(), DATA))).isEqualTo(ErrorCode.DATA_NOT_COMPARABLE);
        site.crash("primary");
        assertThat(code(execution.run(new VerifyDataConsistency(), DATA))).isEqualTo(ErrorCode.PRIMARY_MISSING);
    }

    @Test
    @DisplayName("a recovery holds when the service is back, and tells which server must still be rebuilt")
    void recovered() {
        site.crash("primary");
        execution.run(new DatabaseFailover(), new DatabaseFailover.Parameters(Optional.of("replica1"), NONE, NONE));
        assertThat(execution.run(new VerifyRecovery(), RECOVERY)).isInstanceOfSatisfying(Proof.Holds.class, holds -> {
            assertThat(holds.outputs()).containsEntry("degraded", "primary");
            assertThat(holds.evidence())
                    .contains("[primary] must be rebuilt", "RPO now: commits wait for 1 of", "objective 60 s");
        });
    }

    @Test
    @DisplayName("a recovery does not hold without a primary, or with an endpoint that leads astray")
    void notRecovered() {
        site.fakeBalancer("use1").drain("pg_writer", "primary", execution.remaining());
        assertThat(code(execution.run(new VerifyRecovery(), RECOVERY))).isEqualTo(ErrorCode.ENDPOINT_WRONG);
        site.crash("primary");
        assertThat(code(execution.impatient().run(new VerifyRecovery(), RECOVERY)))
                .isEqualTo(ErrorCode.PRIMARY_MISSING);
    }
}
