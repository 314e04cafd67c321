package dev.holdfast.drivers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTest {
    @ParameterizedTest
    @CsvSource({
        "0, 100, 0",
        "1, 100, 1",
        "50, 100, 50",
        "100, 100, 100",
        "256, 100, 256",
        "10, 20, 2",
        "0, 1, 0",
        "100, 1, 1",
        "200, 1, 2",
        "100, 0, 0"
    })
    void isTheShareOfTheUsualWeight(int percent, int usual, int weight) {
        assertThat(Weight.of("app/a", percent, usual)).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource({"-1, 100", "257, 1", "200, 200", "20, 1", "60, 1", "1, 10", "99, 10"})
    void refusesWhatNoWeightCanSay(int percent, int usual) {
        HoldfastException failure =
                catchThrowableOfType(HoldfastException.class, () -> Weight.of("app/a", percent, usual));

        assertThat(failure.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
        assertThat(failure.attempted()).contains("app/a");
    }
}
