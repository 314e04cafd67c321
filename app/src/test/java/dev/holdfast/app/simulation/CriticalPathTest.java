package dev.holdfast.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CriticalPathTest {
    private static final List<Step> DIAMOND =
            List.of(step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c"), step("apart"));
    private static final Map<String, Integer> SECONDS = Map.of("a", 1, "b", 5, "c", 2, "d", 1, "apart", 6);

    private static Step step(String id, String... needs) {
        Limits limits = new Limits(Duration.ofSeconds(1), 0, Duration.ZERO);
        return new Step(
                id, "noop", Map.of(), List.of(needs), limits, Optional.empty(), FailurePolicy.STOP, Optional.empty());
    }

    private static Duration duration(String step) {
        return Duration.ofSeconds(SECONDS.getOrDefault(step, 0));
    }

    @Test
    void theLongestChainCounts() {
        CriticalPath path = CriticalPath.to("d", DIAMOND, CriticalPathTest::duration);
        assertThat(path).isEqualTo(new CriticalPath(List.of("a", "b", "d"), Duration.ofSeconds(7)));
    }

    @Test
    void whatIsNotNeededDoesNotCount() {
        assertThat(CriticalPath.to("c", DIAMOND, CriticalPathTest::duration).length())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theWholeIsAsLongAsTheLongestChain() {
        assertThat(CriticalPath.toTheEnd(DIAMOND, CriticalPathTest::duration).steps())
                .containsExactly("a", "b", "d");
        assertThat(CriticalPath.toTheEnd(List.of(), CriticalPathTest::duration).length())
                .isZero();
    }
}
