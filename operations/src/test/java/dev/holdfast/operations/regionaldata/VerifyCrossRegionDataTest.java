package dev.holdfast.operations.regionaldata;

import static dev.holdfast.operations.regionaldata.TestSite.EUW1;
import static dev.holdfast.operations.regionaldata.TestSite.RPO;
import static dev.holdfast.operations.regionaldata.TestSite.USE1;
import static dev.holdfast.operations.regionaldata.TestSite.USW2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("verify-cross-region-data")
class VerifyCrossRegionDataTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestSite site = new TestSite();
    private final FakeExecution execution = new FakeExecution(site);

    @BeforeEach
    void copies() {
        for (String name : new String[] {"profiles", "files"}) {
            site.fake(name).taken(EUW1, USE1, site.clock().instant().minus(MINUTE));
            site.fake(name).taken(USW2, EUW1, site.clock().instant().minus(MINUTE));
        }
    }

    @Test
    @DisplayName("holds when every copy is the same")
    void same() {
        assertThat(verify(all())).isInstanceOfSatisfying(Proof.Holds.class, holds -> {
            assertThat(holds.outputs()).containsEntry("compared", "4");
            assertThat(holds.evidence()).contains("files of us-west-2 in eu-west-1: the same");
        });
        assertThat(verify(new VerifyCrossRegionData.Parameters(Optional.of(EUW1), Optional.empty(), true)))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.outputs()).containsEntry("compared", "2"));
    }

    @Test
    @DisplayName("finds a copy that is missing")
    void missing() {
        TestSite without = new TestSite();
        assertThat(new VerifyCrossRegionData().prove(all(), new FakeExecution(without)))
                .isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                    assertThat(fails.code()).isEqualTo(ErrorCode.REGIONAL_DATA_DIFFERS);
                    assertThat(fails.observed()).contains("there is no copy").contains("about 5 kB");
                });
    }

    @Test
    @DisplayName("finds a copy that was damaged, by name")
    void damaged() {
        site.fake("files").writeToCopy(USW2, EUW1, "a", "damaged");
        assertThat(verify(all())).isInstanceOfSatisfying(Proof.Fails.class, fails -> {
            assertThat(fails.code()).isEqualTo(ErrorCode.REGIONAL_DATA_DIFFERS);
            assertThat(fails.observed())
                    .isEqualTo("files of us-west-2 in eu-west-1: taken 1m ago, within the RPO of 5m; 2 items,"
                            + " about 0 B would have to be copied; damaged or written to in the copy: a");
        });
    }

    @Test
    @DisplayName("lets a copy be as old as the RPO, and no older, where the region has written since")
    void age() {
        site.fake("profiles").write(EUW1, "b", "new");
        assertThat(verify(all()))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence()).contains("changed at the source since: b"));
        assertThat(verify(new VerifyCrossRegionData.Parameters(Optional.empty(), Optional.empty(), true)))
                .isInstanceOf(Proof.Fails.class);

        site.fake("profiles")
                .taken(EUW1, USE1, site.clock().instant().minus(RPO).minus(MINUTE));
        assertThat(verify(all())).isInstanceOf(Proof.Holds.class);
        site.fake("profiles").write(EUW1, "b", "newer");
        assertThat(verify(all()))
                .isInstanceOfSatisfying(
                        Proof.Fails.class,
                        fails -> assertThat(fails.observed()).contains("taken 6m ago, over the RPO of 5m"));
    }

    @Test
    @DisplayName("does not take what it can't look at for good")
    void unknown() {
        site.fake("files").loseRegion(USW2);
        assertThat(verify(all()))
                .isInstanceOfSatisfying(
                        Proof.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("files of us-west-2 in eu-west-1: not known"));
        site.fake("files").writeToCopy(EUW1, USE1, "a", "damaged");
        assertThat(verify(all()))
                .isInstanceOfSatisfying(
                        Proof.Fails.class,
                        fails -> assertThat(fails.observed()).contains("damaged or written to", "not known"));
    }

    @Test
    @DisplayName("says which copies there are when it is asked for another")
    void none() {
        assertThat(verify(new VerifyCrossRegionData.Parameters(Optional.of(USE1), Optional.empty(), false)))
                .isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                    assertThat(fails.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
                    assertThat(fails.observed()).contains("files of us-west-2 in eu-west-1");
                });
    }

    private Proof verify(VerifyCrossRegionData.Parameters parameters) {
        return new VerifyCrossRegionData().prove(parameters, execution);
    }

    private static VerifyCrossRegionData.Parameters all() {
        return new VerifyCrossRegionData.Parameters(Optional.empty(), Optional.empty(), false);
    }
}
