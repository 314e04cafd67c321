package dev.holdfast.operations.region.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.engine.spi.ForwardingSite;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckRegionHealthTest {
    private final CheckRegionHealth check = new CheckRegionHealth();
    private final Map<String, RegionVerdict> verdicts = new HashMap<>();

    @TempDir
    private Path evidence;

    private FakeExecution execution;

    @BeforeEach
    void allIsWell() {
        Site fake = new FakeSite(evidence);
        fake.topology().regions().forEach(region -> healthy(region.name()));
        execution = new FakeExecution(new JudgedSite(fake, verdicts));
    }

    /** A site whose regions are as the test says. */
    private record JudgedSite(Site site, Map<String, RegionVerdict> verdicts) implements ForwardingSite {
        @Override
        public RegionExaminer regions() {
            return (regions, _) -> regions.stream()
                    .map(region -> Optional.ofNullable(verdicts.get(region)).orElseThrow())
                    .toList();
        }
    }

    @Test
    void aHealthyRegionHolds() {
        Proof proof = execution.run(check, one("us-east-1"));
        assertThat(proof).isInstanceOf(Proof.Holds.class);
        assertThat(((Proof.Holds) proof).outputs()).isEqualTo(Map.of("region", "us-east-1"));
    }

    @Test
    void withoutARegionAllAreLookedAt() {
        assertThat(execution.run(check, all())).isInstanceOf(Proof.Holds.class);
        verdicts.put("us-west-2", new RegionVerdict.Suspect("us-west-2", List.of(), "it serves, but slowly"));
        Proof proof = execution.run(check, all());
        assertThat(proof)
                .isEqualTo(
                        new Proof.Fails(ErrorCode.REGION_NOT_HEALTHY, "us-west-2 is suspect: it serves, but slowly"));
    }

    @Test
    void whatEachPlaceSawIsShown() {
        verdicts.put(
                "us-east-1",
                new RegionVerdict.Unreachable(
                        "us-east-1",
                        List.of(
                                look("us-west-2", "refused", 3),
                                look("eu-west-1", "refused", 4),
                                look("holdfast", "nothing came back within 900 ms", 900)),
                        "nothing of it answers"));
        assertThat(execution.run(check, one("us-east-1"))).isInstanceOf(Proof.Fails.class);
        assertThat(execution.notes())
                .containsExactly(
                        "us-east-1: unreachable, nothing of it answers",
                        "  entrance web: unreachable from us-west-2 (3 ms), eu-west-1 (4 ms): refused",
                        "  entrance web: unreachable from holdfast (900 ms): nothing came back within 900 ms");
    }

    @Test
    void whoCanNotSeeSaysSo() {
        verdicts.put("us-east-1", new RegionVerdict.Blind("us-east-1", List.of(), "no place reaches anything"));
        assertThat(execution.run(check, one("us-east-1"))).isInstanceOf(Proof.Unknown.class);
    }

    @Test
    void aRegionThatDoesNotExistIsNamed() {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> execution.run(check, one("us-east-9")))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN))
                .withMessageContaining("us-east-9");
    }

    private void healthy(String region) {
        verdicts.put(region, new RegionVerdict.Healthy(region, List.of(), "it serves"));
    }

    private static ComponentHealth look(String place, String detail, int millis) {
        return new ComponentHealth(
                "us-east-1", "entrance web", place, Status.UNREACHABLE, detail, Duration.ofMillis(millis));
    }

    private static CheckRegionHealth.Parameters one(String region) {
        return new CheckRegionHealth.Parameters(Optional.of(region));
    }

    private static CheckRegionHealth.Parameters all() {
        return new CheckRegionHealth.Parameters(Optional.empty());
    }
}
