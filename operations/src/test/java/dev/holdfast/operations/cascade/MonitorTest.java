package dev.holdfast.operations.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.RegionTopology;
import dev.holdfast.operations.testkit.ScaledSite;
import dev.holdfast.operations.testkit.VirtualTempo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Monitoring the regions")
class MonitorTest {
    @TempDir
    private Path evidence;

    private final VirtualTempo tempo = new VirtualTempo();
    private ScaledSite site;
    private FakeExecution execution;

    @BeforeEach
    void start() {
        site = new ScaledSite(evidence, RegionTopology.threeRegions());
        execution = new FakeExecution(site).withTime(Duration.ofMinutes(31));
        tempo.run(() -> List.of("us-east-1", "us-west-2", "eu-west-1").forEach(region -> site.traffic(region, 100)));
    }

    private <P extends Record> Proof run(Operation<P> operation, Map<String, String> values) {
        P parameters = ParameterBinding.bind(operation.declaration().parameters(), values);
        List<Proof> result = new ArrayList<>();
        tempo.run(() -> result.add(execution.run(operation, parameters)));
        return result.getFirst();
    }

    @Test
    @DisplayName("lasts as long as it was told to, and notes how it is every ten seconds")
    void lasts() {
        assertThat(run(new MonitorCascade(), Map.of("duration", "30m"))).isInstanceOf(Proof.Holds.class);
        assertThat(tempo.elapsed()).isEqualTo(Duration.ofMinutes(30));
        assertThat(execution.notes())
                .hasSize(180)
                .first()
                .asString()
                .startsWith("us-east-1 50% used 100/s 0.0% fail 0 wait 0 retries/s 10 ms 2/2 ready | us-west-2");
    }

    @Test
    @DisplayName("takes no longer than the step has, and refuses what it can't finish")
    void timeLimit() {
        execution.withTime(Duration.ofMinutes(2));
        assertThat(run(new MonitorSystemStability(), Map.of())).isInstanceOf(Proof.Holds.class);
        assertThat(tempo.elapsed()).isEqualTo(Duration.ofSeconds(115));
        MonitorCascade monitor = new MonitorCascade();
        assertThat(monitor.assess(
                        ParameterBinding.bind(monitor.declaration().parameters(), Map.of("duration", "30m")),
                        execution))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
                    assertThat(refused.nextMove()).contains("--timeout");
                });
    }

    @Test
    @DisplayName("ends with an alarm when the clients of a lost region bring down the next one")
    void cascade() {
        tempo.run(() -> site.lose("us-east-1").traffic("us-west-2", 300, 100, 0));
        assertThat(run(new MonitorCascade(), Map.of("duration", "30m")))
                .isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                    assertThat(fails.code()).isEqualTo(ErrorCode.CASCADE);
                    assertThat(fails.observed()).contains("spreads to us-west-2", "33.3% of its requests fail");
                });
        assertThat(tempo.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(execution.notes()).anyMatch(note -> note.startsWith("us-east-1 lost | us-west-2 150% used"));
    }

    @Test
    @DisplayName("knows nothing of a region whose load balancer is silent, unless it is proven to be lost")
    void silent() {
        site.silence("eu-west-1");
        assertThat(run(new MonitorCascade(), Map.of("duration", "20s"))).isInstanceOf(Proof.Unknown.class);
        site.lose("eu-west-1");
        assertThat(run(new MonitorSystemStability(), Map.of("duration", "20s")))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence()).startsWith("every region but [eu-west-1] stayed stable"));
    }
}
