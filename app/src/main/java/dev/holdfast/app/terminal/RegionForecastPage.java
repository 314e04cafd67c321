package dev.holdfast.app.terminal;

import dev.holdfast.engine.forecast.RegionForecast;
import dev.holdfast.engine.forecast.RegionImpact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** For people: what would happen if a region were lost now. The first line is the answer. */
public final class RegionForecastPage {
    private final Palette palette;

    public RegionForecastPage(Palette palette) {
        this.palette = palette;
    }

    public List<String> lines(RegionForecast forecast) {
        List<String> lines = new ArrayList<>();
        lines.add(answer(forecast));
        forecast.obstacles().forEach(obstacle -> lines.add(palette.yellow("  in the way: ") + obstacle));
        forecast.impact().sentences().forEach(sentence -> lines.add("  " + sentence));
        lines.add("");
        lines.addAll(new ForecastTimes(palette)
                .table(
                        forecast.time(),
                        "every place agrees; worst: a round of looks was just over",
                        Optional.of(forecast.impact().dnsTtl()))
                .lines());
        lines.add(palette.dim(ForecastTimes.remark(forecast.time())));
        return lines;
    }

    private String answer(RegionForecast forecast) {
        String begin = forecast.down()
                ? "%s is down already (see `holdfast why`); if a recovery began now, ".formatted(forecast.region())
                : "if %s were lost now, ".formatted(forecast.region());
        String text = "%sits clients would be served after %s (worst %s); %s; %s"
                .formatted(
                        begin,
                        Durations.show(forecast.served().expected()),
                        Durations.show(forecast.served().worst()),
                        capacity(forecast.impact()),
                        database(forecast.impact()));
        String colored = forecast.isGood() ? palette.green(text) : palette.red(text);
        List<String> objectives = new ArrayList<>();
        forecast.impact()
                .rto()
                .ifPresent(rto -> objectives.add(met("RTO " + Durations.show(rto), forecast.meetsRto())));
        forecast.impact()
                .rpo()
                .ifPresent(rpo -> objectives.add(met("RPO " + Durations.show(rpo), forecast.meetsRpo())));
        forecast.impact()
                .names("data-over-rpo")
                .forEach(data -> objectives.add(palette.red("RPO of %s not met".formatted(data))));
        return objectives.isEmpty() ? colored : "%s; %s".formatted(colored, String.join(", ", objectives));
    }

    private String met(String objective, boolean met) {
        return met ? palette.green(objective + " met") : palette.red(objective + " not met");
    }

    private static String capacity(RegionImpact impact) {
        return switch (impact.capacity()) {
            case ENOUGH -> "the others can carry its traffic as they are";
            case SCALE ->
                "the others need %d instances, %d more than serve there now"
                        .formatted(
                                impact.number("instances-needed"),
                                impact.number("instances-needed") - impact.number("instances-ready"));
            case SHORT ->
                "the others have no room for its traffic: %d%% could not be served".formatted(impact.unserved());
            case UNKNOWN -> "nobody can tell whether the others can carry its traffic";
        };
    }

    private static String database(RegionImpact impact) {
        if (impact.primaryLost().isEmpty()) {
            return "no database primary is there";
        }
        return impact.loss()
                .map(loss -> "%s would take over from %s, and %s would be lost"
                        .formatted(loss.candidate(), impact.primaryLost().get(), ForecastTimes.lost(loss)))
                .orElseGet(() -> "%s would be lost, and no standby could take over"
                        .formatted(impact.primaryLost().get()));
    }
}
