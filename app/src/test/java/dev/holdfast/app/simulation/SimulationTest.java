package dev.holdfast.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.output.Json;
import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.app.simulation.SimulationReport.Ending;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.drivers.twin.SimulatedTempo;
import dev.holdfast.drivers.twin.Twin;
import dev.holdfast.drivers.twin.TwinCapacity.Part;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.drivers.twin.TwinTimings;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.topology.TopologyParser;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.server.TopologyFile;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Simulations on a twin of a healthy site. */
final class SimulationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Catalogue CATALOGUE = catalogue();

    private static Catalogue catalogue() {
        List<Operation<?>> all = new ArrayList<>(Operations.all());
        all.add(new RefusingOperation("drain-the-sea", ErrorCode.NOT_YET_AVAILABLE));
        all.add(new RefusingOperation("burn-the-house", ErrorCode.NO_CANDIDATE));
        return new Catalogue(all);
    }

    /** A lab that need not be there. */
    private static Topology topology() {
        String text =
                TopologyFile.render(LabPlan.startingAt(95), new LabDirectory(Path.of("/nowhere")), "postgres", true);
        return TopologyParser.parse(text, "topology.yaml");
    }

    private static TwinSeed healthy() {
        return TwinSeed.healthy(topology(), NOW);
    }

    /** A site whose commits wait for nobody, and whose standbys have received nothing for a while. */
    private static TwinSeed lagging(Duration lag) throws Exception {
        Twin live = TwinSeed.asynchronous(topology(), NOW).twin(TwinTimings.NONE, Path.of("/nowhere"));
        live.faults().holdBack("replica1");
        live.faults().holdBack("replica2");
        return new SimulatedTempo(1, NOW.plus(lag)).run(() -> {
            live.clients().writeAt("orders", "primary", 1000);
            return TwinSeed.observe(live.site(), Duration.ofSeconds(1));
        });
    }

    private static Runbook databaseFailure() throws IOException {
        return shipped("database-failure");
    }

    private static Runbook shipped(String name) throws IOException {
        Path file = Path.of("").toAbsolutePath().resolveSibling("runbooks").resolve(name + ".yaml");
        return RunbookParser.parse(name, Files.readString(file), CATALOGUE);
    }

    private static Runbook runbook(String steps) {
        return RunbookParser.parse("test", "name: Test\ntriggers: [sea_rises]\nsteps:\n" + steps, CATALOGUE);
    }

    private static SimulationReport simulate(Runbook runbook, StepHistory history) {
        return new Simulation(CATALOGUE, healthy(), history).of(runbook, Map.of());
    }

    private static SimulatedStep step(SimulationReport report, String id) {
        return report.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLossOfAPrimaryIsRecoveredFromWithinTheObjectives() throws IOException {
        SimulationReport report = simulate(databaseFailure(), StepHistory.NONE);

        assertThat(report.disaster()).contains("primary, the primary of orders, is killed");
        assertThat(report.ending().outcome()).as(report.ending().summary()).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(report.time().service()).isEqualTo(new Service.BackAfter("endpoints"));
        assertThat(report.time().criticalPath()).containsSubsequence("fence", "promote", "endpoints");
        assertThat(report.time().untilServed().p50()).isPositive();
        assertThat(report.time().met()).isTrue();
        assertThat(report.point().figure()).contains("0s");
        assertThat(report.point().met()).isTrue();
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void itSaysWhatEachStepWouldDoAndWhatIsLeftAfterwards() throws IOException {
        SimulationReport report = simulate(databaseFailure(), StepHistory.NONE);

        assertThat(step(report, "promote").effect())
                .isInstanceOfSatisfying(
                        StepEffect.Does.class,
                        does -> assertThat(does.changes()).anyMatch(change -> change.startsWith("promote replica")));
        assertThat(step(report, "rebuild").effect())
                .isInstanceOfSatisfying(
                        StepEffect.Does.class,
                        does -> assertThat(does.summary()).contains("rebuild primary"));
        assertThat(step(report, "promote").duration().source()).isEqualTo("default");
        assertThat(report.capacity().after().standbys()).containsExactly(new Part("orders", 2, 2));
        assertThat(report.capacity().after().instances()).allMatch(part -> part.ready() == part.total());
    }

    @Test
    void theSameSiteGivesTheSameReport() throws IOException {
        assertThat(simulate(databaseFailure(), StepHistory.NONE))
                .isEqualTo(simulate(databaseFailure(), StepHistory.NONE));
    }

    @Test
    void theLossIsWhatTheStandbysLackNow() throws Exception {
        SimulationReport report = new Simulation(CATALOGUE, lagging(Duration.ofSeconds(12)), StepHistory.NONE)
                .of(databaseFailure(), Map.of());

        assertThat(report.ending().outcome()).as(report.ending().summary()).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(report.point().figure()).contains("12s");
        assertThat(report.point().met()).isTrue();
    }

    @Test
    void aLossOverTheObjectiveIsRefusedOnTheTwinToo() throws Exception {
        SimulationReport report = new Simulation(CATALOGUE, lagging(Duration.ofSeconds(90)), StepHistory.NONE)
                .of(databaseFailure(), Map.of());

        assertThat(step(report, "promote").effect())
                .isInstanceOfSatisfying(
                        StepEffect.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOSS_OVER_RPO));
        assertThat(step(report, "fence").effect()).isInstanceOf(StepEffect.TakenBack.class);
        assertThat(report.point().met()).isFalse();
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void whatTheJournalKnowsCountsMoreThanADefault() throws IOException {
        Duration long7 = Duration.ofSeconds(7);
        StepHistory history =
                (operation, _) -> operation.equals("promote-replica") ? Collections.nCopies(14, long7) : List.of();
        SimulationReport report = simulate(databaseFailure(), history);

        assertThat(step(report, "promote").duration().source()).isEqualTo("history of 14");
        assertThat(step(report, "promote").duration().p50()).isGreaterThanOrEqualTo(long7);
        assertThat(step(report, "fence").duration().source()).isEqualTo("default");
        assertThat(report.time().untilServed().p50()).isGreaterThan(long7);
    }

    @Test
    void aPromotionThatTakesTooLongMissesTheObjective() throws IOException {
        StepHistory history =
                (operation, _) -> operation.equals("promote-replica") ? List.of(Duration.ofHours(1)) : List.of();
        SimulationReport report = simulate(databaseFailure(), history);

        assertThat(report.ending().outcome()).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(report.time().met()).isFalse();
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void nobodyIsWaitedForAndWhoMustApproveIsShown() throws IOException {
        ApprovalRule two = new ApprovalRule(2, Role.ADMIN);
        Runbook plain = databaseFailure();
        List<Step> steps = plain.steps().stream()
                .map(step -> step.id().equals("promote") ? approvedBy(step, two) : step)
                .toList();
        Runbook held = new Runbook(
                plain.name(), plain.title(), plain.triggers(), plain.parameters(), steps, plain.source(), plain.hash());
        SimulationReport report = simulate(held, StepHistory.NONE);

        assertThat(report.ending().outcome()).as(report.ending().summary()).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(step(report, "promote").approval()).contains(two);
        assertThat(new SimulationPage(Palette.PLAIN).lines(report))
                .anyMatch(line -> line.startsWith("promote ") && line.contains("2 admins"));
    }

    private static Step approvedBy(Step step, ApprovalRule rule) {
        return new Step(
                step.id(),
                step.operation(),
                step.parameters(),
                step.needs(),
                step.limits(),
                step.undo(),
                step.onFailure(),
                Optional.of(rule));
    }

    @Test
    void whatIsNotAvailableIsShownAndTheOtherStepsAreToo() {
        SimulationReport report = simulate(runbook("""
                          - drain: { operation: drain-the-sea, timeout: 1m }
                          - verify: { operation: verify-recovery, timeout: 1m }
                        """), StepHistory.NONE);

        assertThat(step(report, "drain").effect()).isEqualTo(new StepEffect.Unavailable("it can't be done"));
        assertThat(step(report, "verify").effect()).isInstanceOf(StepEffect.Does.class);
        assertThat(report.disaster()).contains("no model of sea_rises");
        assertThat(report.time().service()).isEqualTo(new Service.Uninterrupted());
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(String.join("\n", new SimulationPage(Palette.PLAIN).lines(report)))
                .contains(ErrorCode.NOT_YET_AVAILABLE.id());
    }

    @Test
    void aRunbookThatCantBeRunYetIsShownFromBeginningToEnd() throws IOException {
        SimulationReport report = simulate(shipped("cache-corruption"), StepHistory.NONE);

        assertThat(report.steps()).isNotEmpty().noneMatch(step -> step.effect() instanceof StepEffect.NotReached);
        assertThat(report.ending()).isEqualTo(new Ending(RunOutcome.REFUSED, "5 of 5 steps are not available yet"));
        assertThat(report.exitCode()).isEqualTo(3);
    }

    @Test
    void whatAGuardRefusesEndsTheRun() {
        SimulationReport report = simulate(runbook("""
                          - burn: { operation: burn-the-house, timeout: 1m }
                          - verify: { operation: verify-recovery, timeout: 1m }
                        """), StepHistory.NONE);

        assertThat(step(report, "burn").effect())
                .isEqualTo(new StepEffect.Refused(ErrorCode.NO_CANDIDATE, "it can't be done"));
        assertThat(step(report, "verify").effect()).isEqualTo(new StepEffect.NotReached());
        assertThat(report.exitCode()).isEqualTo(3);
    }

    @Test
    void peopleAndProgramsAreToldTheSame() throws IOException {
        SimulationReport report = simulate(databaseFailure(), StepHistory.NONE);

        assertThat(String.join("\n", new SimulationPage(Palette.PLAIN).lines(report)))
                .contains("nothing real is changed", "are served again after `endpoints`", "a loss of 0s", ": met");
        assertThat(Json.write(SimulationDocument.of(report)))
                .contains(
                        "\"within_objectives\":true",
                        "\"back_after\":\"endpoints\"",
                        "\"loss\":\"0s\"",
                        "\"effect\":\"DOES\"");
    }
}
