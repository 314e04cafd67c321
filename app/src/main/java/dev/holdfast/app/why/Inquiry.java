package dev.holdfast.app.why;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.detection.PrimaryExamination;
import dev.holdfast.engine.detection.ReplicationLagRule;
import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.AutomaticRuns;
import dev.holdfast.engine.recovery.CoolDown;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.recovery.WatchRegister.Standing;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.why.Blocks;
import dev.holdfast.engine.why.Diagnosis;
import dev.holdfast.engine.why.Finding;
import dev.holdfast.engine.why.Judgement;
import dev.holdfast.engine.why.RegionDiagnosis;
import dev.holdfast.engine.why.Response;
import dev.holdfast.engine.why.Unfinished;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.database.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out why Holdfast acts on a database, or doesn't: looks anew at everything, and changes nothing. */
public final class Inquiry {
    private static final String LAG = "replication_lag_critical";
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** What is on its way to a standby arrives in less. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /** Further back nothing is unfinished that matters now. */
    private static final int RUNS = 200;

    private final Installation installation;
    private final DatabaseSpec database;
    private final List<Runbook> shelf;
    private final Instant now;

    public Inquiry(Installation installation, DatabaseSpec database) {
        this.installation = installation;
        this.database = database;
        this.shelf = installation.runbooks().readable();
        this.now = Instant.now();
    }

    /** Looks at all there is. */
    public Diagnosis answer() {
        Site site = installation.site();
        ClusterState first = site.database(database.name()).cluster().observe(LOOK);
        Sightings.remember(site, database, first);
        Examination primary = examination(site);
        List<Finding> findings = new ArrayList<>(List.of(primary.finding(), lag(site, first)));
        Optional<RegionDiagnosis> regions = new RegionPart(installation, shelf, now).diagnosis();
        RegionRecovery.TRIGGERS.forEach(trigger -> findings.add(regionFinding(trigger, regions)));
        List<Standing> watches = installation.watches().standing(database.name());
        List<Unfinished> unfinished = unfinished();
        Optional<Instant> coolDown = coolDown();
        return new Diagnosis(
                database.name(),
                primary.server(),
                findings,
                watches,
                unfinished,
                coolDown,
                Blocks.of(installation.blockers(), watches, unfinished, coolDown, now),
                regions);
    }

    private Finding regionFinding(String trigger, Optional<RegionDiagnosis> regions) {
        return regions.map(diagnosis -> Finding.ofRegions(
                        trigger,
                        diagnosis.verdicts(),
                        verdict -> verdict.isDown()
                                && RegionRecovery.trigger(verdict).equals(trigger),
                        responses(trigger)))
                .orElseGet(() -> Finding.noDetector(trigger, responses(trigger)));
    }

    /** What keeps a run from being started by itself now. */
    public List<String> blocks() {
        return Blocks.of(
                installation.blockers(),
                installation.watches().standing(database.name()),
                unfinished(),
                coolDown(),
                now);
    }

    private record Examination(Optional<String> server, Finding finding) {}

    private Examination examination(Site site) {
        String trigger = AutomaticRecovery.TRIGGER;
        try {
            var examined = new PrimaryExamination(site)
                    .inDetail(database.name(), database.detection().silence().multipliedBy(3));
            return new Examination(
                    Optional.of(examined.primary()),
                    Finding.ofPrimary(trigger, examined.verdict(), examined.votes(), responses(trigger)));
        } catch (HoldfastException e) {
            if (e.code() != ErrorCode.PRIMARY_MISSING) {
                throw e;
            }
            return new Examination(
                    Optional.empty(),
                    new Finding(trigger, Judgement.BLIND, e.attempted(), List.of(), responses(trigger)));
        }
    }

    private Finding lag(Site site, ClusterState first) {
        DatabaseCluster cluster = site.database(database.name()).cluster();
        pause();
        return Finding.ofLag(
                LAG,
                new ReplicationLagRule(database).judge(first, cluster.observe(LOOK), Instant.now()),
                responses(LAG));
    }

    private static void pause() {
        try {
            Tempo.current().sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "looking twice at a cluster", e);
        }
    }

    private List<Response> responses(String trigger) {
        return Response.to(trigger, shelf);
    }

    /** Of the runbooks that answer the failure of a primary, whoever started them. */
    private List<Unfinished> unfinished() {
        return unfinished(installation, responses(AutomaticRecovery.TRIGGER));
    }

    static List<Unfinished> unfinished(Installation installation, List<Response> responses) {
        if (!installation.hasJournal()) {
            return List.of();
        }
        List<String> runbooks = responses.stream().map(Response::runbook).toList();
        return installation.journal().runs(RUNS).stream()
                .map(run -> RunState.fold(installation.journal().read(run)))
                .filter(run -> !run.isOver() && runbooks.contains(run.runbook()))
                .map(Unfinished::of)
                .toList();
    }

    private Optional<Instant> coolDown() {
        if (!installation.hasJournal()) {
            return Optional.empty();
        }
        return new CoolDown(database.detection().coolDown())
                .until(new AutomaticRuns(installation.journal()).lastEnd(AutomaticRecovery.TRIGGER, database), now);
    }
}
