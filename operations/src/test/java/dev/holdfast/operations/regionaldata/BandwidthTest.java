package dev.holdfast.operations.regionaldata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTest {

    @ParameterizedTest
    @CsvSource({
        "10MB/s, 10000000",
        "500kB/s, 500000",
        "1.5MiB/s, 1572864",
        "100Mbit/s, 12500000",
        "2GB/s, 2000000000",
        "4096B/s, 4096",
        "0.5MB/s, 500000",
        "1KiB/s, 1024"
    })
    void readsUnits(String text, long bytesPerSecond) {
        assertThat(Bandwidth.parse(text).bytesPerSecond()).isEqualTo(bytesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10",
                "10MB",
                "fast",
                "-5MB/s",
                "10mb/s",
                "10 MB/s",
                "10Mb/s",
                "1,5MB/s",
                "MB/s",
                "10MB/h",
                "0MB/s",
                "1023B/s",
                "999999999GB/s"
            })
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bandwidth.parse(text))
                .withMessageContaining("--bandwidth: '%s'", text);
    }
}
