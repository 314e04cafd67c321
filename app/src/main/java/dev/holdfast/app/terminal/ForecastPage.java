package dev.holdfast.app.terminal;

import dev.holdfast.engine.forecast.Forecast;
import dev.holdfast.engine.forecast.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        lines.addAll(new ForecastTimes(palette)
                .table(forecast.time(), "crash seen by its host; worst: silence", Optional.empty())
                .lines());
        lines.add(palette.dim(ForecastTimes.remark(forecast.time())));
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
                        ForecastTimes.lost(loss));
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

    private static String described(Loss loss) {
        return "%s, %d bytes, about %d transactions: %s"
                .formatted(ForecastTimes.lost(loss), loss.bytes(), loss.transactions(), loss.reason());
    }
}
