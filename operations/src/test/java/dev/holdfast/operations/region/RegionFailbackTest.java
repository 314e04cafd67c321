package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.operations.database.UpdateAppConfigs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Leading clients back to a region")
class RegionFailbackTest extends InRegions {
    private static final RegionFailback.Parameters BACK = new RegionFailback.Parameters("us-east-1", NONE);
    private static final String USUAL = "us-east-1=100 us-west-2=100 eu-west-1=100";

    private final RegionFailback failback = new RegionFailback();

    private void drained() {
        execution.run(new RegionFailover(), RegionFailoverTest.from("us-east-1", "us-west-2"));
        execution.notes();
    }

    private void lostAndBack() {
        site.lose("us-east-1");
        execution.run(new RegionFailover(), RegionFailoverTest.from("us-east-1", "us-west-2"));
        site.bringBack("us-east-1");
    }

    @Test
    @DisplayName("ramps up after a planned drain, and ends with the usual table and no successor")
    void back() {
        inTime(() -> {
            drained();
            assertThat(execution.plan(failback, BACK).needsConfirmation()).isFalse();
            assertThat(execution.run(failback, BACK)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).isEqualTo(USUAL);
            assertThat(site.zone().said("ns2")).isEqualTo(USUAL);
            assertThat(site.rate("us-east-1")).isEqualTo(100);
            assertThat(List.of("us-east-1", "us-west-2", "eu-west-1")).noneMatch(site::isAskedToLeave);
            assertThat(execution.notes()).anyMatch(note -> note.startsWith("warmed us-east-1 up with 30 requests"));
            assertThat(failback.assess(BACK, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }

    @Test
    @DisplayName("brings back clients that keep their connections elsewhere")
    void clinging() {
        inTime(() -> {
            site.cling(1);
            drained();
            assertThat(site.rate("us-west-2")).isEqualTo(200);
            assertThat(execution.run(failback, BACK)).isInstanceOf(Proof.Holds.class);
            assertThat(site.rate("us-east-1")).isGreaterThan(30);
        });
    }

    @Test
    @DisplayName("waits until everything that was lost with the region is as before, one thing after another")
    void everything() {
        inTime(() -> {
            lostAndBack();
            site.says(new RegionVerdict.Suspect("eu-west-1", List.of(), "slow"));
            assertRefused(failback, BACK, ErrorCode.REGION_NOT_HEALTHY, "check-region-health");
            site.says(new RegionVerdict.Healthy("eu-west-1", List.of(), ""));
            site.zone().loseApi("ns1");
            assertRefused(failback, BACK, ErrorCode.DNS_UNREACHABLE, "check its API");
            site.zone().findApi("ns1");
            assertRefused(failback, BACK, ErrorCode.REPLICATION_NOT_FOLLOWING, "rebuild-region --region us-east-1");
            RebuildRegion.Parameters rebuild = new RebuildRegion.Parameters("us-east-1", false);
            assertThat(execution.run(new RebuildRegion(), rebuild)).isInstanceOf(Proof.Holds.class);
            assertRefused(failback, BACK, ErrorCode.INSTANCE_NOT_READY, "update-app-configs");
            execution.run(new UpdateAppConfigs(), new UpdateAppConfigs.Parameters(NONE));
            assertThat(execution.run(failback, BACK)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).isEqualTo(USUAL);
            assertThat(site.plain().acknowledging()).containsExactly("replica1");
        });
    }

    @Test
    @DisplayName("is refused while instances are missing")
    void instances() {
        inTime(() -> {
            drained();
            site.plain().fakeWorkloads().notReady("fastapi-main-use1-2");
            assertRefused(failback, BACK, ErrorCode.INSTANCE_NOT_READY, "scale-region --region us-east-1 --factor 1");
        });
    }

    @Test
    @DisplayName("leads everybody away again when the region can't bear them")
    void givesUp() {
        inTime(() -> {
            drained();
            String before = site.zone().said("ns1");
            site.fragile("us-east-1", 1);
            Plan plan = execution.plan(failback, BACK);
            assertThatThrownBy(() -> failback.perform(BACK, plan, execution))
                    .isInstanceOfSatisfying(
                            HoldfastException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSTABLE));
            assertThat(site.zone().said("ns1")).isEqualTo(before);
            assertThat(site.isAskedToLeave("us-west-2")).isFalse();
        });
    }

    @Test
    @DisplayName("has nothing to do in a region that was never left")
    void never() {
        inTime(() -> assertThat(failback.assess(BACK, execution)).isInstanceOf(Assessment.Satisfied.class));
    }

    @Test
    @DisplayName("rebuilds nothing in a region whose servers take part")
    void nothingToRebuild() {
        inTime(() -> {
            assertThat(new RebuildRegion().assess(new RebuildRegion.Parameters("us-east-1", false), execution))
                    .isInstanceOf(Assessment.Satisfied.class);
            assertThat(new RebuildRegion().assess(new RebuildRegion.Parameters("us-west-2", false), execution))
                    .isInstanceOf(Assessment.Satisfied.class);
            assertThat(Optional.of(site.plain().acknowledging())).contains(List.of("primary"));
        });
    }
}
