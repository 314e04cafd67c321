package dev.holdfast.operations.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
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

@DisplayName("A full restart")
class FullRestartTest {
    private static final FullRestart.Parameters GRACEFUL = new FullRestart.Parameters(true);
    private static final List<String> REGIONS = List.of("us-east-1", "us-west-2", "eu-west-1");

    @TempDir
    private Path evidence;

    private final VirtualTempo tempo = new VirtualTempo();
    private final FullRestart restart = new FullRestart();
    private ScaledSite site;
    private FakeExecution execution;

    @BeforeEach
    void start() {
        site = new ScaledSite(evidence, RegionTopology.threeRegions());
        execution = new FakeExecution(site).within("run/restart");
        site.effects()
                .always(() -> REGIONS.forEach(region -> assertThat(site.serving(region))
                        .as("%s serves at every moment", region)
                        .isNotEmpty()));
    }

    private <T> T inTempo(Supplier<T> work) {
        List<T> result = new ArrayList<>();
        tempo.run(() -> result.add(work.get()));
        return result.getFirst();
    }

    private List<String> restarts() {
        return site.log().stream()
                .filter(effect -> effect.startsWith("restart"))
                .toList();
    }

    @Test
    @DisplayName("restarts every running instance once, drained, region after region")
    void all() {
        assertThat(inTempo(() -> execution.run(restart, GRACEFUL))).isInstanceOf(Proof.Holds.class);
        assertThat(restarts())
                .containsExactly(
                        "restart fastapi-main-use1-1",
                        "restart fastapi-main-use1-2",
                        "restart fastapi-main-usw2-1",
                        "restart fastapi-main-usw2-2",
                        "restart fastapi-main-euw1-1",
                        "restart fastapi-main-euw1-2");
        assertThat(site.log())
                .containsSubsequence(
                        "use1 drain fastapi-main-use1-1",
                        "restart fastapi-main-use1-1",
                        "use1 ready fastapi-main-use1-1",
                        "use1 drain fastapi-main-use1-2");
        assertThat(site.effects().violations()).isEmpty();
        assertThat(inTempo(() -> restart.assess(GRACEFUL, execution))).isInstanceOf(Assessment.Satisfied.class);
    }

    @Test
    @DisplayName("says what it spares")
    void spared() {
        Plan plan = inTempo(() -> execution.plan(restart, GRACEFUL));
        assertThat(plan.changes())
                .contains("fastapi-main in us-east-1, one after another: fastapi-main-use1-1, fastapi-main-use1-2")
                .contains("databases, load balancers and DNS servers are not restarted");
    }

    @Test
    @DisplayName("that is cut anywhere and begun again restarts nothing twice but what was in the middle")
    void cutAnywhere() {
        inTempo(() -> execution.run(restart, GRACEFUL));
        int effects = site.log().size();
        for (int number = 1; number <= effects; number++) {
            start();
            site.effects().cutAt(number, true);
            assertThatThrownBy(() -> inTempo(() -> execution.run(restart, GRACEFUL)))
                    .isInstanceOf(RuntimeException.class);
            site.effects().restart();
            assertThat(inTempo(() -> execution.run(restart, GRACEFUL)))
                    .as("cut at effect %d", number)
                    .isInstanceOf(Proof.Holds.class);
            int starts = site.topology().deployment(Optional.empty()).instances().stream()
                    .mapToInt(instance -> site.starts(instance.name()))
                    .sum();
            assertThat(starts).isBetween(6, 7);
        }
    }

    @Test
    @DisplayName("is refused where an instance can't be spared, and says how to get another one")
    void capacity() {
        tempo.run(() -> site.traffic("us-west-2", 150));
        refused(ErrorCode.CAPACITY_SHORT, "us-west-2 could not carry its traffic while an instance is away");
        site.running("us-west-2", 1);
        refused(ErrorCode.CAPACITY_SHORT, "us-west-2 has only one instance");
        site.lose("eu-west-1");
        refused(ErrorCode.REGION_NOT_HEALTHY, "eu-west-1: nothing answers");
        assertThat(site.log()).isEmpty();
    }

    private void refused(ErrorCode code, String words) {
        assertThat(inTempo(() -> restart.assess(GRACEFUL, execution)))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.reason()).contains(words);
                });
    }

    @Test
    @DisplayName("is only offered gracefully")
    void onlyGraceful() {
        assertThatThrownBy(() -> ParameterBinding.bind(FullRestart.Parameters.class, Map.of()))
                .isInstanceOfSatisfying(HoldfastException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
                    assertThat(failure.attempted()).contains("--graceful: is missing");
                });
    }

    private static DeploymentSpec deployment(String name, String... dependsOn) {
        return new DeploymentSpec(
                name,
                "processes",
                "app",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(dependsOn),
                Map.of());
    }

    @Test
    @DisplayName("puts a deployment after those that it depends on, and refuses a circle")
    void order() {
        assertThat(RestartOrder.of(List.of(
                                deployment("shop", "orders", "search"),
                                deployment("search", "index"),
                                deployment("index")))
                        .stream()
                        .map(DeploymentSpec::name))
                .containsExactly("index", "search", "shop");
        assertThatThrownBy(() -> RestartOrder.of(List.of(deployment("a", "b"), deployment("b", "a"))))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID));
    }
}
