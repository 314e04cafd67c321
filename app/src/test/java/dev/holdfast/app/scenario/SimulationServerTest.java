package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.simulation.Simulation;
import dev.holdfast.app.simulation.SimulationReport;
import dev.holdfast.app.simulation.StepEffect;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A simulation reads the real servers and changes nothing there; a real run, for comparison, does. */
class SimulationServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(95);

    @Test
    void aSimulationChangesNothingAndARealRunDoes() throws IOException {
        LAB.heal();
        // Makes the journal, and lets the service have its first transactions.
        LAB.done("verify-recovery");
        SiteSnapshot before = SiteSnapshot.of(LAB);

        SimulationReport report = simulate();
        assertThat(report.ending().outcome()).as(report.ending().summary()).isEqualTo(RunOutcome.SUCCEEDED);
        assertThat(report.exitCode()).isZero();
        assertThat(report.steps())
                .anyMatch(step -> step.id().equals("promote")
                        && step.effect() instanceof StepEffect.Does does
                        && does.changes().stream().anyMatch(change -> change.startsWith("promote replica")));
        assertThat(before.differences(SiteSnapshot.of(LAB))).isEmpty();

        LAB.done("database-failover", "--target", "replica1", "--confirm");
        assertThat(before.differences(SiteSnapshot.of(LAB)))
                .containsKey("replica1 in recovery")
                .containsKey("primary in recovery")
                .hasSizeGreaterThan(10);
    }

    private static SimulationReport simulate() {
        try (Installation installation = LAB.installation()) {
            Runbook runbook = installation.runbooks().get("database-failure");
            TwinSeed seed = TwinSeed.observe(installation.site(), LIMIT);
            return new Simulation(installation.catalogue(), seed, installation.journal()).of(runbook, Map.of());
        }
    }
}
