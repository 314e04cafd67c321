package dev.holdfast.engine.forecast;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.forecast.StepEstimate.Basis;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.spi.StepHistory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimesTest {
    private static final Catalogue NO_OPERATIONS = new Catalogue(List.of());

    private static StepEstimate of(String operation, StepHistory history) {
        return new StepTimes(history, NO_OPERATIONS).of(operation(on("a"), operation));
    }

    @Test
    void whatWasMeasuredHereCounts() {
        StepHistory history = (operation, _) -> operation.equals("promote-replica")
                ? List.of(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(2))
                : List.of();

        assertThat(of("promote-replica", history))
                .isEqualTo(new StepEstimate(
                        "a", new Span(Duration.ofSeconds(2), Duration.ofSeconds(3)), Basis.HISTORY, 3));
    }

    @Test
    void beforeAnythingWasMeasuredSomethingIsDeclared() {
        assertThat(of("promote-replica", StepHistory.NONE).basis()).isEqualTo(Basis.DECLARED);
    }

    @Test
    void ofAStepThatNobodyKnowsOnlyTheLimitIsKnown() {
        assertThat(of("switch-on", StepHistory.NONE))
                .isEqualTo(
                        new StepEstimate("a", new Span(Duration.ofSeconds(5), Duration.ofSeconds(20)), Basis.LIMIT, 0));
    }
}
