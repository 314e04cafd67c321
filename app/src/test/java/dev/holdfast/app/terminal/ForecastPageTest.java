package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.forecast.Forecast;
import dev.holdfast.engine.forecast.Loss;
import dev.holdfast.engine.forecast.RecoveryTime;
import dev.holdfast.engine.forecast.Span;
import dev.holdfast.engine.forecast.StepEstimate;
import dev.holdfast.engine.forecast.StepEstimate.Basis;
import dev.holdfast.model.topology.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastPageTest {
    private static final Optional<String> PRIMARY = Optional.of("primary");
    private static final Optional<Loss> NOTHING =
            Optional.of(new Loss("replica1", Optional.of(Duration.ZERO), 0, 0, "every commit waited for it"));

    private static Span seconds(long expected, long worst) {
        return new Span(Duration.ofSeconds(expected), Duration.ofSeconds(worst));
    }

    private static List<String> page(Optional<String> primary, Optional<Loss> loss, String... obstacles) {
        RecoveryTime time = new RecoveryTime(
                seconds(1, 2),
                "serving",
                List.of(
                        new StepEstimate("promote", seconds(4, 8), Basis.HISTORY, 12),
                        new StepEstimate("serving", seconds(1, 70), Basis.DECLARED, 0)));
        Objective objective = new Objective(Duration.ofMinutes(1), Duration.ofSeconds(5));
        return new ForecastPage(Palette.PLAIN)
                .lines(new Forecast("orders", primary, objective, "database-failure", time, loss, List.of(obstacles)));
    }

    @Test
    void theFirstLineIsTheAnswerAndMeasuresItAgainstTheObjectives() {
        assertThat(page(PRIMARY, NOTHING, "no watch stands").subList(0, 3))
                .containsExactly(
                        "orders: if primary died now, replica1 would serve after 6.0 s (worst 1 min 20 s), and nothing would"
                                + " be lost; RTO 1 min 00 s not met, RPO 5.0 s met",
                        "  in the way: no watch stands",
                        "");
    }

    @Test
    void eachStepSaysWhereItsTimeIsKnownFrom() {
        assertThat(page(PRIMARY, NOTHING))
                .contains(
                        "  promote    4.0 s     8.0 s       12 runs",
                        "  serving    1.0 s     1 min 10 s  declared",
                        "  loss: nothing, 0 bytes, about 0 transactions: every commit waited for it");
    }

    @Test
    void aLossThatNobodyCanTellMeetsNoObjective() {
        Optional<Loss> unknown = Optional.of(new Loss("replica1", Optional.empty(), 7, 0, "nobody saw it"));

        assertThat(page(PRIMARY, unknown).getFirst())
                .contains("nobody can tell what would be lost", "RPO 5.0 s not met");
    }

    @Test
    void whenThePrimaryIsDownAlreadyItSaysSo() {
        assertThat(page(Optional.empty(), NOTHING).getFirst())
                .startsWith("orders: no primary answers (see `holdfast why`); if a recovery began now, replica1 would");
        assertThat(page(Optional.empty(), Optional.empty()).getFirst())
                .contains("no standby could take over", "see `holdfast why`");
    }
}
