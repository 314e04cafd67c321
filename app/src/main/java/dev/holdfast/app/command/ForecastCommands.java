package dev.holdfast.app.command;

import dev.holdfast.app.output.ForecastDocument;
import dev.holdfast.app.terminal.ForecastPage;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RegionForecastPage;
import dev.holdfast.app.why.ForecastInquiry;
import dev.holdfast.app.why.RegionForecastInquiry;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.forecast.Forecast;
import dev.holdfast.engine.forecast.RegionForecast;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what would happen if a database died or a region were lost now. */
final class ForecastCommands {
    private static final String DATABASE_RUNBOOK = "database-failure";
    private static final String REGION_RUNBOOK = "region-failure";
    private static final String DATABASE = "--database";
    private static final String REGION = "--region";
    private static final String RUNBOOK = "--runbook";

    private ForecastCommands() {}

    static CommandNode forecast() {
        return new CommandNode.Leaf(
                "forecast",
                "Say what would happen if a database died or a region were lost now: how long until clients are served, what is"
                        + " lost, who could carry the traffic",
                () -> List.of(
                        Arguments.option(DATABASE, "NAME", "Only this database."),
                        Arguments.option(REGION, "NAME", "Only this region."),
                        Arguments.option(
                                RUNBOOK,
                                "NAME",
                                "What would be done (%s or %s when silent)."
                                        .formatted(DATABASE_RUNBOOK, REGION_RUNBOOK))),
                ForecastCommands::foretell);
    }

    private static int foretell(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Optional<Forecast> database = database(installation, invocation);
            List<RegionForecast> regions = regions(installation, invocation);
            if (invocation.json()) {
                invocation.print(document(database, regions));
            } else {
                invocation.print(page(database, regions, invocation.terminal().outPalette()));
            }
            return 0;
        }
    }

    private static Optional<Forecast> database(Installation installation, Invocation invocation) {
        boolean asked = invocation.option(DATABASE).isPresent();
        if (!asked && invocation.option(REGION).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new ForecastInquiry(
                        installation,
                        installation.topology().database(invocation.option(DATABASE)),
                        installation.runbooks().get(invocation.option(RUNBOOK).orElse(DATABASE_RUNBOOK)))
                .answer());
    }

    /** Where there is but one region, nobody could take over. A runbook that is named without a region is for the database. */
    private static List<RegionForecast> regions(Installation installation, Invocation invocation) {
        Optional<String> named = invocation.option(REGION);
        boolean wanted = invocation.option(DATABASE).isEmpty()
                && invocation.option(RUNBOOK).isEmpty()
                && !installation.topology().dns().isEmpty();
        if (named.isEmpty() && !wanted) {
            return List.of();
        }
        List<RegionSpec> regions = named.map(
                        name -> List.of(installation.topology().region(name)))
                .orElseGet(() -> installation.topology().regions());
        String runbook = named.flatMap(_ -> invocation.option(RUNBOOK)).orElse(REGION_RUNBOOK);
        return Fanout.collect(
                regions,
                region -> new RegionForecastInquiry(
                                installation, region, installation.runbooks().get(runbook))
                        .answer());
    }

    /** The database's own document, as it always was, with the regions beside it. */
    private static Map<String, Object> document(Optional<Forecast> database, List<RegionForecast> regions) {
        Map<String, Object> document =
                new LinkedHashMap<>(database.map(ForecastDocument::of).orElse(Map.of()));
        document.put("regions", regions.stream().map(ForecastDocument::of).toList());
        return document;
    }

    private static List<String> page(Optional<Forecast> database, List<RegionForecast> regions, Palette palette) {
        List<String> lines = new ArrayList<>();
        database.ifPresent(forecast -> lines.addAll(new ForecastPage(palette).lines(forecast)));
        for (RegionForecast region : regions) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(new RegionForecastPage(palette).lines(region));
        }
        return lines;
    }
}
