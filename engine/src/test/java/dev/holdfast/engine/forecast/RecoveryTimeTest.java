package dev.holdfast.engine.forecast;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.forecast.StepEstimate.Basis;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.DetectionPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryTimeTest {
    private static final DetectionPolicy POLICY =
            new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15));
    private static final Map<String, Integer> SECONDS =
            Map.of("confirm", 1, "choose", 4, "promote", 10, "apps", 100, "serving", 2, "rebuild", 1000);

    private static StepEstimate estimate(Step step) {
        Duration expected = Duration.ofSeconds(SECONDS.getOrDefault(step.id(), 0));
        return new StepEstimate(step.id(), new Span(expected, expected.multipliedBy(3)), Basis.DECLARED, 0);
    }

    private static RecoveryTime of(Runbook runbook) {
        return RecoveryTime.of(POLICY, runbook, RecoveryTimeTest::estimate);
    }

    private final RecoveryTime time = of(Runbooks.of(
            "failure",
            on("confirm"),
            on("choose"),
            on("promote", "confirm", "choose"),
            on("apps", "promote"),
            operation(on("serving", "promote"), "verify-app-connectivity"),
            on("rebuild", "serving")));

    @Test
    void takesTheLongestWayToTheStepThatProvesThatClientsAreServed() {
        assertThat(time.served()).isEqualTo("serving");
        assertThat(time.path()).extracting(StepEstimate::step).containsExactly("choose", "promote", "serving");
    }

    @Test
    void addsTheDetection() {
        assertThat(time.detection()).isEqualTo(new Span(Duration.ofMillis(100), Duration.ofMillis(1300)));
        assertThat(time.total()).isEqualTo(new Span(Duration.ofMillis(16_100), Duration.ofMillis(49_300)));
    }

    @Test
    void aRunbookThatProvesNothingServesWhenItIsOver() {
        assertThat(of(Runbooks.of("short", on("confirm"), on("promote", "confirm")))
                        .served())
                .isEqualTo("promote");
    }
}
