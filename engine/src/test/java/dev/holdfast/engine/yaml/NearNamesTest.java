package dev.holdfast.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearNamesTest {
    private static final List<String> KNOWN =
            List.of("driver", "data_directory", "promote-replica", "select-best-replica", "replica1", "replica2");

    @ParameterizedTest
    @CsvSource({
        "dirver, driver",
        "drivers, driver",
        "Driver, driver",
        "data-directory, data_directory",
        "datadirectory, data_directory",
        "promote, promote-replica",
        "promote_replicas, promote-replica",
        "best-replica, select-best-replica",
        "replica3, replica1",
        "replica22, replica2"
    })
    void findsTheNameThatWasMeant(String typed, String meant) {
        assertThat(NearNames.nearest(typed, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "objective", "rto"})
    void staysSilentWhenNoneIsLikeIt(String typed) {
        assertThat(NearNames.nearest(typed, KNOWN)).isEmpty();
    }

    @Test
    void hintsAtTheNearestOrShowsAll() {
        assertThat(NearNames.hint("dirver", KNOWN)).isEqualTo("did you mean 'driver'?");
        assertThat(NearNames.hint("zzz", List.of("a", "b"))).isEqualTo("there is a, b");
        assertThat(NearNames.hint("zzz", List.of())).isEqualTo("there is none");
    }
}
