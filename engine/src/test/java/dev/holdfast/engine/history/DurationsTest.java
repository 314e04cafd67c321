package dev.holdfast.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @Test
    void nothingWasMeasured() {
        assertThat(Durations.percentile(List.of(), 50)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "50, 7", "75, 7", "95, 7", "100, 7"})
    void aSingleSampleIsEveryPercentile(int percent, long seconds) {
        assertThat(Durations.percentile(List.of(Duration.ofSeconds(7)), percent))
                .hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "25, 1", "26, 2", "50, 2", "75, 3", "76, 4", "95, 4", "100, 4"})
    void isAlwaysOneThatHappenedAndIsNotExceededByThatManyOfAHundred(int percent, long seconds) {
        List<Duration> samples =
                List.of(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(2));

        assertThat(Durations.percentile(samples, percent)).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"19, 19", "20, 19", "21, 20", "100, 95"})
    void theHighPercentilesNeedManySamplesToLeaveTheLongestOut(int samples, long seconds) {
        List<Duration> many =
                LongStream.rangeClosed(1, samples).mapToObj(Duration::ofSeconds).toList();

        assertThat(Durations.percentile(many, 95)).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "101"})
    void anotherPercentileIsADefect(int percent) {
        assertThatThrownBy(() -> Durations.percentile(List.of(Duration.ZERO), percent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(percent));
    }
}
