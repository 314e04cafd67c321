package dev.holdfast.app.why;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.recovery.AutomaticRuns;
import dev.holdfast.engine.recovery.CoolDown;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.recovery.WatchRegister;
import dev.holdfast.engine.recovery.WatchRegister.Standing;
import dev.holdfast.engine.region.RegionExamination;
import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.engine.why.Blocks;
import dev.holdfast.engine.why.RegionDiagnosis;
import dev.holdfast.engine.why.Response;
import dev.holdfast.engine.why.Unfinished;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out why Holdfast acts on the regions, or doesn't: looks anew at everything, and changes nothing. */
record RegionPart(Installation installation, List<Runbook> shelf, Instant now) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Empty when the topology has no regions that can be compared. */
    Optional<RegionDiagnosis> diagnosis() {
        Topology topology = installation.topology();
        if (!RegionWatch.isPossible(topology)) {
            return Optional.empty();
        }
        List<Standing> watches = installation.watches().standing(WatchRegister.REGIONS);
        List<Unfinished> unfinished = Inquiry.unfinished(
                installation,
                RegionRecovery.TRIGGERS.stream()
                        .flatMap(trigger -> Response.to(trigger, shelf).stream())
                        .toList());
        return Optional.of(new RegionDiagnosis(
                new RegionExamination(installation.site()).examineAll(LIMIT),
                watches,
                unfinished,
                Blocks.of(installation.blockers(), watches, unfinished, coolDown(topology), now)));
    }

    private Optional<Instant> coolDown(Topology topology) {
        if (!installation.hasJournal()) {
            return Optional.empty();
        }
        Duration longest = topology.regions().stream()
                .map(region -> region.detection().coolDown())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new CoolDown(longest)
                .until(new AutomaticRuns(installation.journal()).lastEnd(RegionRecovery.TRIGGERS), now);
    }
}
