package dev.holdfast.app.terminal;

import dev.holdfast.engine.forecast.Loss;
import dev.holdfast.engine.forecast.RecoveryTime;
import dev.holdfast.engine.forecast.Span;
import dev.holdfast.engine.forecast.StepEstimate;
import java.time.Duration;
import java.util.Optional;

/** The parts of a forecast that databases and regions have in common. */
final class ForecastTimes {
    private final Palette palette;

    ForecastTimes(Palette palette) {
        this.palette = palette;
    }

    /**
     * How long each part takes.
     *
     * @param sureBy how the detection becomes sure
     * @param ttl how long clients keep an old answer, when that matters
     */
    Table table(RecoveryTime time, String sureBy, Optional<Duration> ttl) {
        Table table = new Table().row("", "EXPECTED", "WORST", "KNOWN FROM");
        row(table, "detection", time.detection(), sureBy);
        time.path().forEach(step -> row(table, step.step(), step.span(), basis(step)));
        Span total = ttl.map(kept -> {
                    Span span = new Span(kept, kept);
                    row(table, "DNS TTL", span, "the topology");
                    return time.total().plus(span);
                })
                .orElse(time.total());
        row(table, palette.bold("served"), total, "");
        return table;
    }

    private static void row(Table table, String name, Span span, String basis) {
        table.row("  " + name, Durations.show(span.expected()), Durations.show(span.worst()), basis);
    }

    private static String basis(StepEstimate step) {
        return switch (step.basis()) {
            case HISTORY -> step.samples() == 1 ? "1 run" : step.samples() + " runs";
            case DECLARED -> "declared";
            case LIMIT -> "its time limit";
        };
    }

    static String remark(RecoveryTime time) {
        return time.measured()
                ? "  every step was measured here"
                : "  'declared' is what is usual elsewhere, until a run here has measured it";
    }

    static String lost(Loss loss) {
        return loss.time()
                .map(time -> time.isZero() ? "nothing" : Durations.show(time) + " of writes")
                .orElse("nobody can tell what");
    }
}
