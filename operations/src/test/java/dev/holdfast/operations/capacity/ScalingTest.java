package dev.holdfast.operations.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.RegionTopology;
import dev.holdfast.operations.testkit.ScaledSite;
import dev.holdfast.operations.testkit.VirtualTempo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Scaling")
class ScalingTest {
    @TempDir
    private Path evidence;

    private final VirtualTempo tempo = new VirtualTempo();
    private ScaledSite site;
    private FakeExecution execution;

    @BeforeEach
    void start() {
        site = new ScaledSite(evidence, RegionTopology.threeRegions());
        execution = new FakeExecution(site).within("run/scale");
    }

    private <T> T inTempo(Supplier<T> work) {
        List<T> result = new ArrayList<>();
        tempo.run(() -> result.add(work.get()));
        return result.getFirst();
    }

    private <P extends Record> P bound(Operation<P> operation, Map<String, String> values) {
        return ParameterBinding.bind(operation.declaration().parameters(), values);
    }

    private <P extends Record> Proof run(Operation<P> operation, Map<String, String> values) {
        return inTempo(() -> execution.run(operation, bound(operation, values)));
    }

    private <P extends Record> Assessment assess(Operation<P> operation, Map<String, String> values) {
        return inTempo(() -> operation.assess(bound(operation, values), execution));
    }

    private Map<String, String> region(String region, String factor) {
        return Map.of("region", region, "factor", factor);
    }

    private static void refused(Assessment assessment, ErrorCode code, String... words) {
        assertThat(assessment).isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.reason()).contains(words);
        });
    }

    @Test
    @DisplayName("a region by a factor counts from what is usual, is rounded up, and done twice changes nothing")
    void byFactor() {
        assertThat(run(new ScaleRegion(), region("us-west-2", "1.2")))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.outputs()).containsEntry("replicas", "fastapi-main/us-west-2=3"));
        assertThat(site.serving("us-west-2")).hasSize(3);
        assertThat(site.wanted("eu-west-1")).isEqualTo(2);

        assertThat(assess(new ScaleRegion(), region("us-west-2", "1.2"))).isInstanceOf(Assessment.Satisfied.class);
        assertThat(site.log()).containsExactly("scale us-west-2 3");
    }

    @Test
    @DisplayName("over what a region has room for is refused with the figures, and nothing changes")
    void noRoom() {
        refused(
                assess(new ScaleRegion(), region("us-west-2", "6")),
                ErrorCode.SCALE_IMPOSSIBLE,
                "12 instances",
                "room for 10",
                "2 are there now");
        assertThat(site.log()).isEmpty();
    }

    @Test
    @DisplayName("takes no factor that is no factor, and no region that does not exist")
    void badInput() {
        for (String factor : List.of("0", "-1", "100.5")) {
            assertThatThrownBy(() -> bound(new ScaleRegion(), region("us-west-2", factor)))
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PARAMETER_INVALID));
        }
        assertThatThrownBy(() -> assess(new ScaleRegion(), region("mars-1", "2")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN));
    }

    @Test
    @DisplayName("down drains what will go, and opens its place again")
    void down() {
        site.running("us-west-2", 4).traffic("us-west-2", 100);
        assertThat(run(new ScaleRegion(), region("us-west-2", "1"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.log())
                .containsExactly(
                        "usw2 drain fastapi-main-usw2-3",
                        "usw2 drain fastapi-main-usw2-4",
                        "scale us-west-2 2",
                        "usw2 ready fastapi-main-usw2-3",
                        "usw2 ready fastapi-main-usw2-4");
    }

    @Test
    @DisplayName("down below what the traffic needs is refused, also when nobody can see the traffic")
    void neededCapacity() {
        site.running("us-west-2", 6).traffic("us-west-2", 300);
        refused(
                assess(new ScaleRegion(), region("us-west-2", "1")),
                ErrorCode.CAPACITY_SHORT,
                "300 requests a second",
                "needs 4 instances, and would have 2");
        site.silence("us-west-2");
        refused(assess(new ScaleRegion(), region("us-west-2", "2")), ErrorCode.CAPACITY_SHORT, "nobody knows");
        assertThat(site.log()).isEmpty();
    }

    @Test
    @DisplayName("without a measured capacity goes down to what is usual, and not below")
    void unmeasured() {
        site = new ScaledSite(evidence, RegionTopology.unmeasured());
        execution = new FakeExecution(site);
        site.running("us-west-2", 4).traffic("us-west-2", 10);
        refused(assess(new ScaleRegion(), region("us-west-2", "0.5")), ErrorCode.CAPACITY_SHORT, "nobody has measured");
        assertThat(run(new ScaleRegion(), region("us-west-2", "1"))).isInstanceOf(Proof.Holds.class);
    }

    @Test
    @DisplayName("fails when the instances don't become ready, or the load balancer does not let them in")
    void notServing() {
        site.stillborn("us-west-2", 1);
        assertThatThrownBy(() -> run(new ScaleRegion(), region("us-west-2", "2")))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INSTANCE_NOT_READY);
                    assertThat(failure.attempted()).contains("only 3 of 4 instances became ready");
                });
        site.stillborn("us-west-2", 0).shun("us-west-2", "fastapi-main-usw2-4");
        assertThatThrownBy(() -> run(new ScaleRegion(), region("us-west-2", "2")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.attempted()).contains("sends traffic to 3 instances"));
    }

    @Test
    @DisplayName("lets in what an interrupted scaling left drained, but opens no region that somebody drained")
    void leftDrained() {
        site.running("us-west-2", 3).drained("us-west-2", "fastapi-main-usw2-3");
        assertThat(run(new ScaleRegion(), region("us-west-2", "1.5"))).isInstanceOf(Proof.Holds.class);

        List.of(1, 2).forEach(slot -> site.drained("eu-west-1", "fastapi-main-euw1-" + slot));
        assertThatThrownBy(() -> run(new ScaleRegion(), region("eu-west-1", "1")))
                .isInstanceOf(HoldfastException.class);
        assertThat(site.serving("eu-west-1")).isEmpty();
    }

    @Test
    @DisplayName("is taken back to what there was before the step, whichever attempt changed it")
    void takenBack() {
        site.running("us-west-2", 3);
        site.effects().cutAt(1, true);
        assertThatThrownBy(() -> run(new ScaleRegion(), region("us-west-2", "2")))
                .isInstanceOf(RuntimeException.class);
        site.effects().restart();
        run(new ScaleRegion(), region("us-west-2", "2.5"));
        assertThat(site.wanted("us-west-2")).isEqualTo(5);

        assertThat(run(new ScaleBack(), Map.of())).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(3);
        assertThat(site.wanted("us-east-1")).isEqualTo(2);
    }

    @Test
    @DisplayName("back to the usual number works by hand")
    void backToUsual() {
        site.running("us-west-2", 3);
        execution.within("run/other");
        assertThat(run(new ScaleBack(), Map.of())).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(3);
        assertThat(run(new ScaleBack(), Map.of("to-usual", "true"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(2);
    }

    @Test
    @DisplayName("the healthy regions gives them what the lost one had")
    void healthyRegions() {
        assertThat(run(new ScaleHealthyRegions(), Map.of()))
                .isInstanceOfSatisfying(
                        Proof.Holds.class, holds -> assertThat(holds.evidence()).contains("no region is lost"));
        site.lose("us-east-1");
        assertThat(run(new ScaleHealthyRegions(), Map.of())).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(3);
        assertThat(site.wanted("eu-west-1")).isEqualTo(3);
        assertThat(assess(new ScaleHealthyRegions(), Map.of())).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("the healthy regions gives all of it to the one that takes over, and more when the traffic is more")
    void successor() {
        site.lose("us-east-1").traffic("eu-west-1", 450);
        assertThat(run(new ScaleHealthyRegions(), Map.of("to", "us-west-2"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(4);
        assertThat(site.wanted("eu-west-1")).isEqualTo(6);
        refused(
                assess(new ScaleHealthyRegions(), Map.of("to", "us-east-1")),
                ErrorCode.REGION_NOT_HEALTHY,
                "us-east-1 can't take over");
    }

    @Test
    @DisplayName("the healthy regions is refused when nobody knows which are lost")
    void blind() {
        site.says(new RegionVerdict.Blind("us-east-1", List.of(), "no place reaches anything"));
        refused(assess(new ScaleHealthyRegions(), Map.of()), ErrorCode.REGION_NOT_HEALTHY, "nobody knows");
        assertThat(run(new ScaleHealthyRegions(), Map.of("from", "us-east-1"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(3);
    }

    @Test
    @DisplayName("everything in an emergency passes over the lost region, and takes nothing from anybody")
    void emergency() {
        site.lose("us-east-1").running("eu-west-1", 8);
        Plan plan = inTempo(() -> execution.plan(new EmergencyScale(), new EmergencyScale.Parameters(3)));
        assertThat(plan.changes()).contains("us-east-1 is lost, and left as it is");
        assertThat(plan.needsConfirmation()).isFalse();
        assertThat(run(new EmergencyScale(), Map.of("factor", "3"))).isInstanceOf(Proof.Holds.class);
        assertThat(site.wanted("us-west-2")).isEqualTo(6);
        assertThat(site.wanted("eu-west-1")).isEqualTo(8);
    }

    @Test
    @DisplayName("everything over the room wants a confirmation, and says loudly what is missing")
    void shortfall() {
        Plan plan = inTempo(() -> execution.plan(new EmergencyScale(), new EmergencyScale.Parameters(6)));
        assertThat(plan.confirmation())
                .contains(
                        "fastapi-main in us-west-2 has room for 10 of the 12 instances asked for: 2 would be missing");
        assertThat(run(new EmergencyScale(), Map.of("factor", "6")))
                .isInstanceOfSatisfying(Proof.Holds.class, holds -> {
                    assertThat(holds.evidence()).startsWith("NOT ALL THAT WAS ASKED FOR: ");
                    assertThat(holds.outputs()).containsEntry("missing-instances", "6");
                });
        assertThat(Optional.of(site.wanted("us-west-2"))).contains(10);
    }
}
