package dev.holdfast.app.why;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.forecast.AssumedLost;
import dev.holdfast.engine.forecast.Obstacles;
import dev.holdfast.engine.forecast.RecoveryTime;
import dev.holdfast.engine.forecast.RegionForecast;
import dev.holdfast.engine.forecast.RegionImpact;
import dev.holdfast.engine.forecast.StepTimes;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what would happen if a region were lost now: looks at everything, and changes nothing. */
public final class RegionForecastInquiry {
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final String ASSESS = "assess-region-failure";

    private final Installation installation;
    private final RegionSpec region;
    private final Runbook runbook;
    private final Site site;

    public RegionForecastInquiry(Installation installation, RegionSpec region, Runbook runbook) {
        this.installation = installation;
        this.region = region;
        this.runbook = runbook;
        this.site = installation.site();
    }

    /** Looks at all there is. */
    public RegionForecast answer() {
        boolean down = site.regions().examine(region.name(), LOOK).isDown();
        Site bereaved = new AssumedLost(site, region.name(), primaries());
        StepTimes times = new StepTimes(installation.governance().history(), installation.catalogue());
        List<String> obstacles = new ArrayList<>();
        RegionImpact impact = impact(bereaved, obstacles);
        obstacles.addAll(impact.unknowns());
        obstacles.addAll(Obstacles.of(runbook, new Rehearsal(installation.catalogue(), bereaved).of(runbook)));
        return new RegionForecast(
                region.name(),
                down,
                runbook.name(),
                RecoveryTime.of(region.detection(), runbook, times::of),
                impact,
                obstacles);
    }

    /** How the primaries in the region are now, as a watch would remember them. */
    private Map<String, PrimarySighting> primaries() {
        Map<String, PrimarySighting> primaries = new HashMap<>();
        for (DatabaseSpec database : site.topology().databases()) {
            new PrimaryLook(site, database)
                    .take()
                    .filter(seen -> isHere(database, seen.state().node()))
                    .ifPresent(seen -> primaries.put(database.name(), seen));
        }
        return primaries;
    }

    private boolean isHere(DatabaseSpec database, String node) {
        return database.nodes().stream()
                .filter(spec -> spec.region().equals(region.name()))
                .map(NodeSpec::name)
                .anyMatch(node::equals);
    }

    /** Asks the operation that would assess a real loss, so that the forecast can't differ from what is said then. */
    private RegionImpact impact(Site bereaved, List<String> obstacles) {
        return switch (new Reading(bereaved, LOOK)
                .of(installation.catalogue().get(ASSESS), Map.of("region", region.name()))) {
            case Proof.Holds holds -> new RegionImpact(holds.outputs(), sentences(holds.evidence()));
            case Proof.Fails fails ->
                nothingKnown(obstacles, "%s %s".formatted(fails.code().id(), fails.observed()));
            case Proof.Unknown unknown -> nothingKnown(obstacles, unknown.reason());
        };
    }

    private static RegionImpact nothingKnown(List<String> obstacles, String reason) {
        obstacles.add(reason);
        return new RegionImpact(Map.of(), List.of());
    }

    /** The first line says that the region is down, which is assumed; the last one what to do. */
    private static List<String> sentences(String evidence) {
        List<String> lines = evidence.lines().toList();
        return lines.size() <= 2 ? List.of() : lines.subList(1, lines.size() - 1);
    }
}
