package dev.holdfast.app.command;

import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.LiveSite;
import dev.holdfast.engine.notification.Redelivery;
import dev.holdfast.engine.recovery.RightOfWay;
import dev.holdfast.engine.recovery.StandingWatch;
import dev.holdfast.engine.recovery.WatchRegister;
import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stands watch over a database and the regions of the topology, and recovers them by itself. */
final class WatchCommands {
    private static final String RUNBOOK = "database-failure";
    private static final String REGION_RUNBOOK = "region-failure";
    private static final String FOR_REGIONS = "--region-runbook";

    private WatchCommands() {}

    static CommandNode watch() {
        return new CommandNode.Leaf(
                "watch",
                "Stand watch over a database and all regions, and recover what is lost",
                () -> List.of(
                        Arguments.option("--database", "NAME", "Which one, when there are several."),
                        Arguments.option(
                                "--runbook", "NAME", "What to do about the database (" + RUNBOOK + " when silent)."),
                        Arguments.option(
                                FOR_REGIONS,
                                "NAME",
                                "What to do about a region (" + REGION_RUNBOOK + " when silent).")),
                WatchCommands::stand);
    }

    private static int stand(Invocation invocation) {
        try (Installation installation = invocation.installation();
                LiveLine line = new LiveLine(invocation.terminal())) {
            String database = installation
                    .topology()
                    .database(invocation.option("--database"))
                    .name();
            Runbook runbook =
                    installation.runbooks().get(invocation.option("--runbook").orElse(RUNBOOK));
            Palette palette = invocation.terminal().outPalette();
            Optional<Runbook> forRegions = regionRunbook(invocation, installation);
            try (StandingWatch watch = new StandingWatch(installation.site(), database);
                    WatchRegister.Entry _ = installation.watches().enter(database, runbook.name(), Instant.now());
                    Redelivery _ = Redelivery.start(installation.outbox())) {
                LiveSite site = installation.site().examinedBy(watch);
                RightOfWay ways = new RightOfWay(site);
                if (forRegions.isEmpty()) {
                    line.print(palette.dim("regions are not watched: the topology has no entrances to compare"));
                    new DatabasePost(
                                    new PostDuties(installation, site, runbook, line, palette),
                                    watch,
                                    ways.ofDatabase(database))
                            .stand();
                    return 0;
                }
                try (RegionWatch regions = RegionWatch.start(site)) {
                    LiveSite both = site.regionsExaminedBy(regions);
                    RegionPost post = new RegionPost(
                            new PostDuties(installation, both, forRegions.get(), line, palette),
                            regions,
                            ways.ofRegion());
                    try (RegionPost.Shift _ = post.begin()) {
                        new DatabasePost(
                                        new PostDuties(installation, both, runbook, line, palette),
                                        watch,
                                        ways.ofDatabase(database))
                                .stand();
                    }
                }
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "standing watch", e);
        }
    }

    /** Empty when there are no regions that could be watched. */
    private static Optional<Runbook> regionRunbook(Invocation invocation, Installation installation) {
        return RegionWatch.isPossible(installation.topology())
                ? Optional.of(installation
                        .runbooks()
                        .get(invocation.option(FOR_REGIONS).orElse(REGION_RUNBOOK)))
                : Optional.empty();
    }
}
