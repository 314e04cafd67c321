package dev.holdfast.operations.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.forecast.AssumedLost;
import dev.holdfast.engine.forecast.RegionImpact;
import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.RegionSite;
import dev.holdfast.operations.testkit.VirtualTempo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Assessing the loss of a region")
class AssessRegionFailureTest {
    private static final String EAST = "us-east-1";
    private static final Optional<String> NONE = Optional.empty();
    /** Ten minutes before the time of the tests begins. */
    private static final Instant COPIED = Instant.parse("2026-11-23T09:50:00Z");

    @TempDir
    private Path evidence;

    private final VirtualTempo tempo = new VirtualTempo();
    private RegionSite site;

    @BeforeEach
    void begin() {
        site = tempo.make(() -> new RegionSite(evidence));
    }

    /** Data of the region, whose copy is there or not. */
    private record WithData(Site site, Optional<Instant> copied) implements ForwardingSite {
        @Override
        public RegionalData regionalData(String name) {
            return new Copies(topology().regionalData(name), copied);
        }
    }

    private record Copies(RegionalDataSpec spec, Optional<Instant> copied) implements RegionalData {
        @Override
        public CopyState compare(String source, String target, Duration limit) {
            throw new HoldfastException(ErrorCode.HOST_UNREACHABLE, "the host in " + source);
        }

        @Override
        public Optional<Instant> copiedAt(String source, String target, Duration limit) {
            return copied;
        }

        @Override
        public void copy(String source, String target, Optional<Long> rate, Consumer<String> progress, Duration limit) {
            throw new UnsupportedOperationException("an assessment copies nothing");
        }
    }

    private Proof assess(Site assessed, Optional<String> region) {
        return tempo.make(() -> new AssessRegionFailure()
                .prove(new AssessRegionFailure.Parameters(region), new FakeExecution(assessed)));
    }

    private Proof.Holds impact(Site assessed) {
        Proof proof = assess(assessed, NONE);
        assertThat(proof).isInstanceOf(Proof.Holds.class);
        return (Proof.Holds) proof;
    }

    @Test
    @DisplayName("names the lost region for the steps that follow, and what to do next")
    void lost() {
        site.lose(EAST);
        Proof.Holds holds = impact(new WithData(site, Optional.of(COPIED)));
        assertThat(holds.outputs())
                .containsEntry("region", EAST)
                .containsEntry("from", EAST)
                .containsEntry("recommended", "holdfast region-failover --from us-east-1 --confirm");
        assertThat(holds.evidence()).startsWith("us-east-1 is down: nothing of it answers");
    }

    @Test
    @DisplayName("tells about the database, its loss, DNS, capacity and the data that only the region has")
    void parts() {
        site.lose(EAST);
        Proof.Holds holds = impact(new WithData(site, Optional.of(COPIED)));
        assertThat(holds.outputs())
                .containsEntry("primary-lost", "primary")
                .containsKeys("takeover", "loss", "loss-reason")
                .containsEntry("dns-servers-lost", "ns1")
                .containsEntry("dns-servers-left", "ns2")
                .containsEntry("dns-ttl", "2000ms")
                .containsEntry("capacity", "scale")
                .containsEntry("instances-needed", "6")
                .containsEntry("data-over-rpo", "profiles");
        assertThat(holds.evidence())
                .contains("the newest copy of profiles of us-east-1 is in us-west-2", "exceeded")
                .contains("about 33% of it was in us-east-1");
    }

    @Test
    @DisplayName("says that data is lost when no copy can be seen")
    void noCopy() {
        site.lose(EAST);
        assertThat(impact(new WithData(site, Optional.empty())).evidence())
                .contains("profiles of us-east-1 has no copy that can be seen in [us-west-2]");
        assertThat(impact(site).evidence()).contains("can't be read");
    }

    @Test
    @DisplayName("tells which standby is lost when the primary is elsewhere")
    void standby() {
        site.lose("eu-west-1");
        assertThat(impact(new WithData(site, Optional.of(COPIED))).evidence())
                .contains("orders loses [replica2]; primary stays the primary")
                .contains("profiles of eu-west-1 is copied nowhere");
    }

    @Test
    @DisplayName("fails when no region is down, and knows nothing when it is blind")
    void nothingDown() {
        assertThat(assess(site, NONE))
                .isInstanceOfSatisfying(
                        Proof.Fails.class, fails -> assertThat(fails.code()).isEqualTo(ErrorCode.REGION_NOT_DOWN));
        assertThat(assess(site, Optional.of(EAST))).isInstanceOf(Proof.Fails.class);
        site.says(new RegionVerdict.Blind(EAST, List.of(), "no place reaches anything"));
        assertThat(assess(site, NONE)).isInstanceOf(Proof.Unknown.class);
        assertThatThrownBy(() -> assess(site, Optional.of("mars-1")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN));
    }

    @Test
    @DisplayName("leaves the region out that only suffers from the database of another one")
    void oneCause() {
        site.lose(EAST).says(new RegionVerdict.Failing("us-west-2", List.of(), "it can't write"));
        assertThat(impact(new WithData(site, Optional.of(COPIED))).outputs()).containsEntry("lost", EAST);
    }

    @Test
    @DisplayName("of a site that lives is a forecast, for which the traffic of the region is measured")
    void forecast() {
        Site assumed = new AssumedLost(new WithData(site, Optional.of(COPIED)), EAST, Map.of());
        Proof.Holds holds = impact(assumed);
        RegionImpact impact = new RegionImpact(holds.outputs(), List.of());
        assertThat(impact.capacity()).isEqualTo(RegionImpact.Capacity.ENOUGH);
        assertThat(impact.text("traffic-share")).contains("33%");
        assertThat(impact.primaryLost()).contains("primary");
        assertThat(impact.loss()).isPresent();
        assertThat(impact.dnsTtl()).isEqualTo(Duration.ofSeconds(2));
        assertThat(impact.names("data-over-rpo")).containsExactly("profiles");
        assertThat(impact.unknowns()).isEmpty();
        assertThatThrownBy(() -> assumed.workloads("fastapi-main").scale("us-west-2", 4, Duration.ofSeconds(1)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(site.effects().log()).isEmpty();
    }
}
