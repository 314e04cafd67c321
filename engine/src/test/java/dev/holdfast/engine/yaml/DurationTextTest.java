package dev.holdfast.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "50ms, PT0.05S, 50ms",
        "1200ms, PT1.2S, 1200ms",
        "2000ms, PT2S, 2s",
        "15s, PT15S, 15s",
        "90s, PT90S, 90s",
        "60s, PT1M, 1m",
        "5m, PT5M, 5m",
        "90m, PT1H30M, 90m",
        "1h, PT1H, 1h",
        "48h, PT48H, 48h",
        "0m, PT0S, 0s"
    })
    void readsAndWrites(String text, Duration duration, String canonical) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
        assertThat(DurationText.format(duration)).isEqualTo(canonical);
        assertThat(DurationText.parse(canonical)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "1.5s", "5S", "5d", "1m30s", "PT5S", "9999999999s", "5s\n"})
    void refusesOtherForms(String text) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> DurationText.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID))
                .withMessageContaining("'" + text + "' is not a duration");
    }

    @Test
    void cutsOffPartsOfAMillisecond() {
        assertThat(DurationText.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
        assertThat(DurationText.format(Duration.ofNanos(999))).isEqualTo("0s");
    }

    @Test
    void doesNotWriteNegativeOnes() {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.format(Duration.ofSeconds(-1)));
    }
}
