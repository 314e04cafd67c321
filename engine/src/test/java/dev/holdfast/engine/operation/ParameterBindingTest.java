package dev.holdfast.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.operation.ParameterBinding.Described;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ParameterBindingTest {

    private record Everything(
            @Parameter(value = "Who becomes primary.", placeholder = "NAME")
            String newPrimary,

            @Parameter("Whether a loss is accepted.") boolean acceptDataLoss,
            @Parameter("How many.") int count,
            @Parameter("How long.") Duration pause,
            @Parameter("Where.") Optional<String> region,
            @Parameter("How many at most.") Optional<Integer> most,
            @Parameter("How long at most.") Optional<Duration> limit) {}

    record Guarded(
            @Parameter("From.") int from, @Parameter("To.") int to) {
        Guarded {
            if (from > to) {
                throw new IllegalArgumentException("--from must not be over --to");
            }
        }
    }

    private record Unfit(@Parameter("Not to be had.") long ratio) {}

    @Test
    void describesEachParameter() {
        assertThat(ParameterBinding.describe(Everything.class))
                .containsExactly(
                        new Described("new-primary", "Who becomes primary.", "NAME", true, false, String.class),
                        new Described(
                                "accept-data-loss", "Whether a loss is accepted.", "VALUE", false, true, boolean.class),
                        new Described("count", "How many.", "VALUE", true, false, int.class),
                        new Described("pause", "How long.", "VALUE", true, false, Duration.class),
                        new Described("region", "Where.", "VALUE", false, false, String.class),
                        new Described("most", "How many at most.", "VALUE", false, false, int.class),
                        new Described("limit", "How long at most.", "VALUE", false, false, Duration.class));
    }

    @Test
    void bindsEveryType() {
        Everything bound = ParameterBinding.bind(
                Everything.class,
                Map.of(
                        "new-primary", "replica1",
                        "accept-data-loss", "true",
                        "count", "3",
                        "pause", "1200ms",
                        "region", "eu-west-1",
                        "most", "7",
                        "limit", "5m"));

        assertThat(bound)
                .isEqualTo(new Everything(
                        "replica1",
                        true,
                        3,
                        Duration.ofMillis(1200),
                        Optional.of("eu-west-1"),
                        Optional.of(7),
                        Optional.of(Duration.ofMinutes(5))));
    }

    @Test
    void leavesOutWhatIsOptional() {
        Everything bound =
                ParameterBinding.bind(Everything.class, Map.of("new-primary", "r", "count", "0", "pause", "1h"));

        assertThat(bound.acceptDataLoss()).isFalse();
        assertThat(bound.region()).isEmpty();
        assertThat(bound.most()).isEmpty();
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThatThrownBy(() -> ParameterBinding.bind(
                        Everything.class,
                        Map.of(
                                "new-primry",
                                "r",
                                "count",
                                "many",
                                "pause",
                                "soon",
                                "accept-data-loss",
                                "yes",
                                "region",
                                " ")))
                .isInstanceOfSatisfying(HoldfastException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
                    assertThat(e.attempted().lines())
                            .hasSize(6)
                            .anyMatch(line -> line.contains("--new-primry") && line.contains("new-primary"))
                            .anyMatch(line -> line.startsWith("--new-primary: is missing"))
                            .anyMatch(line -> line.startsWith("--count: is no whole number: 'many'"))
                            .anyMatch(line -> line.startsWith("--pause: 'soon'"))
                            .anyMatch(line -> line.startsWith("--accept-data-loss: is neither"))
                            .anyMatch(line -> line.startsWith("--region: has no value"));
                });
    }

    @Test
    void reportsWhatTheRecordItselfRefuses() {
        assertThatThrownBy(() -> ParameterBinding.bind(Guarded.class, Map.of("from", "2", "to", "1")))
                .isInstanceOfSatisfying(HoldfastException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
                    assertThat(e.attempted()).isEqualTo("--from must not be over --to");
                });
    }

    record Scaled(@Parameter("How many times.") double factor) {}

    @Test
    void readsFactors() {
        assertThat(ParameterBinding.bind(Scaled.class, Map.of("factor", "2.5"))).isEqualTo(new Scaled(2.5));
        assertThat(ParameterBinding.bind(Scaled.class, Map.of("factor", "3"))).isEqualTo(new Scaled(3));
        assertThatThrownBy(() -> ParameterBinding.bind(Scaled.class, Map.of("factor", "2,5")))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        e -> assertThat(e.attempted()).contains("--factor: is no number such as 2 or 1.5: '2,5'"));
    }

    @Test
    void acceptsNoOtherTypes() {
        assertThatThrownBy(() -> ParameterBinding.describe(Unfit.class)).hasMessageContaining("ratio");
    }
}
