package dev.holdfast.operations.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.operations.concurrent.Graceful.Way;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GracefulTest {
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final Duration RESERVE = Duration.ofSeconds(2);

    @TempDir
    private Path evidence;

    private FakeExecution execution;
    private final List<String> taken = new ArrayList<>();

    @BeforeEach
    void start() {
        execution = new FakeExecution(new FakeSite(evidence)).withTime(Duration.ofSeconds(20));
    }

    private Way take(Consumer<Duration> graceful) {
        return new Graceful(execution, "draining a", BUDGET, RESERVE)
                .orElse(graceful, "it is cut", () -> taken.add("cut"));
    }

    private void drained(Duration limit) {
        taken.add("drained within " + limit);
    }

    @Test
    void saysNothingWhenTheGracefulWaySucceeds() {
        assertThat(take(this::drained)).isEqualTo(Way.GRACEFUL);
        assertThat(taken).containsExactly("drained within PT10S");
        assertThat(execution.notes()).isEmpty();
    }

    @Test
    void leavesTheUngracefulWayTheTimeThatItNeeds() {
        execution.withTime(Duration.ofSeconds(5));

        take(this::drained);

        assertThat(taken).containsExactly("drained within PT3S");
    }

    @Test
    void goesTheUngracefulWayWhenTheBudgetIsSpentAndSaysWhy() {
        Way way = take(_ -> {
            throw new HoldfastException(ErrorCode.NOT_PROVEN, "3 sessions are still open");
        });

        assertThat(way).isEqualTo(Way.UNGRACEFUL);
        assertThat(taken).containsExactly("cut");
        assertThat(execution.notes())
                .containsExactly(
                        "draining a did not succeed within its budget of 10s, so it is cut: 3 sessions are still open");
    }

    @Test
    void doesNotEvenTryWhenNoTimeIsLeft() {
        execution.withTime(RESERVE);

        assertThat(take(this::drained)).isEqualTo(Way.UNGRACEFUL);
        assertThat(taken).containsExactly("cut");
        assertThat(execution.notes()).containsExactly("no time is left for draining a, so it is cut");
    }

    @Test
    void anInterruptionIsNoReasonForTheUngracefulWay() {
        assertThatThrownBy(() -> take(_ -> {
                    throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting");
                }))
                .isInstanceOf(HoldfastException.class);
        assertThat(taken).isEmpty();
    }
}
