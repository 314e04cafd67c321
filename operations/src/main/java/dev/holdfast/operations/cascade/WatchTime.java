package dev.holdfast.operations.cascade;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For how long to watch.
 *
 * @param wanted what was asked for
 * @param usual when nothing was asked for; less when the step has less time
 */
record WatchTime(Optional<Duration> wanted, Duration usual) {
    private static final Duration MARGIN = Duration.ofSeconds(5);

    Duration of(Execution execution) {
        return wanted.orElseGet(() -> {
            Duration left = execution.remaining().minus(MARGIN);
            return left.compareTo(usual) < 0 ? left : usual;
        });
    }

    /** A step that would run out of time before the end proves nothing, so it is not begun. */
    Assessment assess(String summary, Execution execution) {
        Duration duration = of(execution);
        if (!duration.isPositive()) {
            return new Assessment.Refused(
                    ErrorCode.PARAMETER_INVALID, "--duration: %s is no time to watch".formatted(duration));
        }
        if (duration.compareTo(execution.remaining()) > 0) {
            return new Assessment.Refused(
                    ErrorCode.PARAMETER_INVALID,
                    "--duration: %s is longer than the %s that are left of the step's time"
                            .formatted(DurationText.format(duration), DurationText.format(execution.remaining())),
                    "give it more with --timeout, or `timeout` in a runbook");
        }
        return new Assessment.Actionable(
                Plan.harmless("%s for %s".formatted(summary, DurationText.format(duration)), List.of(), Map.of()));
    }
}
