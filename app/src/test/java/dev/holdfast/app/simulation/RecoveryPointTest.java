package dev.holdfast.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecoveryPointTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({"0s, true", "60s, true", "61s, false", "unknown, false"})
    void aLossIsComparedWithTheObjective(String figure, boolean met) {
        assertThat(RecoveryPoint.worst(List.of(figure), MINUTE).met()).isEqualTo(met);
    }

    @Test
    void theWorstFigureCounts() {
        assertThat(RecoveryPoint.worst(List.of("12s", "90s", "0s"), MINUTE).figure())
                .contains("90s");
        assertThat(RecoveryPoint.worst(List.of("90s", "unknown"), MINUTE).figure())
                .contains("unknown");
    }

    @Test
    void whereNothingCanBeLostTheObjectiveIsMet() {
        assertThat(RecoveryPoint.worst(List.of(), Duration.ZERO).met()).isTrue();
    }
}
