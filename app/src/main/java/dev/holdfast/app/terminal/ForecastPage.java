package dev.holdfast.app.terminal;

import dev.holdfast.engine.forecast.Forecast;
import dev.holdfast.engine.forecast.Loss;
import dev.holdfast.engine.forecast.Span;
import dev.holdfast.engine.forecast.StepEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** For people: what would happen if a database died now. The first line is the answer. */
public final class ForecastPage {
    private final Palette palette;

    public ForecastPage(Palette palette) {
        this.palette = palette;
    }

    public List<String> lines(Forecast forecast) {
        List<String> lines = new ArrayList<>();
        lines.add(answer(forecast));
        forecast.obstacles().forEach(obstacle -> lines.add(palette.yellow("  in the way: ") + obstacle));
        lines.add("");
        lines.addAll(times(forecast).lines());
        lines.add(palette.dim(
                forecast.time().measured()
                        ? "  every step was measured here"
                        : "  'declared' is what is usual elsewhere, until a run here has measured it"));
        forecast.loss().ifPresent(loss -> lines.addAll(List.of("", "  loss: " + described(loss))));
        return lines;
    }

    private String answer(Forecast forecast) {
        String database = forecast.database();
        if (forecast.loss().isEmpty()) {
            return palette.red(
                    forecast.primary().isPresent()
                            ? "%s: if its primary died now, no standby could take over".formatted(database)
                            : "%s: no primary answers, and no standby could take over; see `holdfast why`"
                                    .formatted(database));
        }
        Loss loss = forecast.loss().get();
        String begin = forecast.primary()
                .map(primary -> "if %s died now, ".formatted(primary))
                .orElse("no primary answers (see `holdfast why`); if a recovery began now, ");
        String text = "%s: %s%s would serve after %s (worst %s), and %s would be lost"
                .formatted(
                        database,
                        begin,
                        loss.candidate(),
                        Durations.show(forecast.time().total().expected()),
                        Durations.show(forecast.time().total().worst()),
                        lost(loss));
        boolean good = forecast.meetsRto() && forecast.meetsRpo();
        return "%s; %s, %s"
                .formatted(
                        good ? palette.green(text) : palette.red(text),
                        objective("RTO", forecast.objective().rto(), forecast.meetsRto()),
                        objective("RPO", forecast.objective().rpo(), forecast.meetsRpo()));
    }

    private String objective(String name, Duration objective, boolean met) {
        String text = "%s %s".formatted(name, Durations.show(objective));
        return met ? palette.green(text + " met") : palette.red(text + " not met");
    }

    private static String lost(Loss loss) {
        return loss.time()
                .map(time -> time.isZero() ? "nothing" : Durations.show(time) + " of writes")
                .orElse("nobody can tell what");
    }

    private Table times(Forecast forecast) {
        Table table = new Table().row("", "EXPECTED", "WORST", "KNOWN FROM");
        row(table, "detection", forecast.time().detection(), "crash seen by its host; worst: silence");
        forecast.time().path().forEach(step -> row(table, step.step(), step.span(), basis(step)));
        row(table, palette.bold("served"), forecast.time().total(), "");
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

    private static String described(Loss loss) {
        return "%s, %d bytes, about %d transactions: %s"
                .formatted(lost(loss), loss.bytes(), loss.transactions(), loss.reason());
    }
}
