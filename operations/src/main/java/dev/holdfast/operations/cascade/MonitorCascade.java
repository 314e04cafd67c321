package dev.holdfast.operations.cascade;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import java.time.Duration;
import java.util.Optional;

/** Watches whether the failure of one region spreads to another. It ends at the first alarm. */
public final class MonitorCascade implements Check<MonitorCascade.Parameters> {
    private static final Duration USUAL = Duration.ofMinutes(30);

    /** How long, and what. */
    public record Parameters(
            @Parameter(value = "for how long; else 30m, or as long as the step may take", placeholder = "DURATION")
            Optional<Duration> duration,

            @Parameter(value = "which deployment, when there are several", placeholder = "NAME")
            Optional<String> deployment) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.monitor-cascade",
                "monitor-cascade",
                "Watches whether the failure of a region spreads to others",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        return time(parameters).assess("watch the regions", execution);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return new RegionWatch(execution, execution.site().topology().deployment(parameters.deployment()))
                .watch(time(parameters).of(execution), new SpreadRule());
    }

    private static WatchTime time(Parameters parameters) {
        return new WatchTime(parameters.duration(), USUAL);
    }
}
