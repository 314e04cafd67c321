package dev.holdfast.operations.regionaldata;

import static dev.holdfast.operations.regionaldata.TestSite.EUW1;
import static dev.holdfast.operations.regionaldata.TestSite.USE1;
import static dev.holdfast.operations.regionaldata.TestSite.USW2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cross-region-sync")
class CrossRegionSyncTest {
    private final TestSite site = new TestSite();
    private final FakeExecution execution = new FakeExecution(site);
    private final CrossRegionSync sync = new CrossRegionSync();

    @Test
    @DisplayName("copies all that the topology says, and nothing the second time")
    void copiesAll() {
        Plan plan = execution.plan(sync, all());
        assertThat(plan.needsConfirmation()).isFalse();
        assertThat(plan.changes())
                .hasSize(2)
                .allSatisfy(change -> assertThat(change).contains("there is no copy"));

        assertThat(execution.run(sync, all())).isInstanceOf(Proof.Holds.class);

        assertThat(site.fake("profiles").limits()).containsExactly(Optional.empty());
        assertThat(site.fake("files").limits()).hasSize(1);
        assertThat(execution.notes()).containsExactly("half of it", "all of it", "half of it", "all of it");
        assertThat(sync.assess(all(), execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("copies only what differs, or only what is named, with the bandwidth that is allowed")
    void copiesSome() {
        execution.run(sync, all());
        site.fake("files").write(EUW1, "c", "3");
        assertThat(execution.plan(sync, all()).fact("data")).isEqualTo("files");
        site.fake("profiles").write(EUW1, "c", "3");

        assertThat(execution.run(sync, parameters(EUW1, USE1, Optional.of("profiles"), Optional.of("10MB/s"))))
                .isInstanceOf(Proof.Holds.class);

        assertThat(site.fake("profiles").limits()).last().isEqualTo(Optional.of(10_000_000L));
        assertThat(site.fake("files").limits()).hasSize(1);
    }

    @Test
    @DisplayName("wants a confirmation before it replaces a copy that was written to")
    void writtenCopy() {
        execution.run(sync, all());
        site.fake("profiles").writeToCopy(EUW1, USE1, "promoted", "yes");

        Plan plan = execution.plan(sync, all());

        assertThat(plan.needsConfirmation()).isTrue();
        assertThat(plan.confirmation())
                .contains("profiles of eu-west-1 in us-east-1")
                .contains("promoted");
        assertThat(execution.run(sync, all())).isInstanceOf(Proof.Holds.class);
        assertThat(sync.assess(all(), execution)).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("is not proven when what was copied is not there")
    void notProven() {
        site.fake("files").loseWrites();
        assertThat(execution.run(sync, all()))
                .isInstanceOfSatisfying(
                        Proof.Fails.class,
                        fails -> assertThat(fails.code()).isEqualTo(ErrorCode.REGIONAL_DATA_DIFFERS));
    }

    @Test
    @DisplayName("refuses what is not copied there, and says what is")
    void undeclared() {
        assertThat(sync.assess(parameters(EUW1, USW2, Optional.empty(), Optional.empty()), execution))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
                    assertThat(refused.reason())
                            .contains("profiles to us-east-1")
                            .contains("files to us-east-1");
                });
        assertThat(sync.assess(parameters(USE1, USW2, Optional.empty(), Optional.empty()), execution))
                .isInstanceOfSatisfying(
                        Assessment.Refused.class,
                        refused -> assertThat(refused.reason()).contains("it copies nothing"));
    }

    @Test
    @DisplayName("refuses unknown names and says which there are")
    void unknown() {
        assertUnknown(parameters("mars-1", USE1, Optional.empty(), Optional.empty()), EUW1);
        assertUnknown(parameters(EUW1, "mars-1", Optional.empty(), Optional.empty()), USE1);
        assertUnknown(parameters(EUW1, USE1, Optional.of("profils"), Optional.empty()), "profiles");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters(EUW1, EUW1, Optional.empty(), Optional.empty()))
                .withMessageContaining("another region");
    }

    private void assertUnknown(CrossRegionSync.Parameters parameters, String known) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> sync.assess(parameters, execution))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN))
                .withMessageContaining(known);
    }

    @Test
    @DisplayName("refuses when a region does not answer")
    void unreachable() {
        site.fake("profiles").loseRegion(USE1);
        assertThat(sync.assess(all(), execution)).isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE);
            assertThat(refused.reason()).contains(USE1);
        });
    }

    private static CrossRegionSync.Parameters all() {
        return parameters(EUW1, USE1, Optional.empty(), Optional.empty());
    }

    private static CrossRegionSync.Parameters parameters(
            String source, String target, Optional<String> data, Optional<String> bandwidth) {
        return new CrossRegionSync.Parameters(source, target, data, bandwidth);
    }
}
