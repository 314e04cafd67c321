package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"PT0S, 0 ms", "PT0.085S, 85 ms", "PT2.44S, 2.4 s", "PT3M7S, 3 min 07 s", "PT2H5M, 2 h 05 min"})
    void showsAsManyDigitsAsMatter(Duration duration, String shown) {
        assertThat(Durations.show(duration)).isEqualTo(shown);
    }
}
