package dev.holdfast.app.simulation;

import dev.holdfast.app.command.Invocation;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.util.Map;

/** What {@code --mode simulation} does. */
public final class SimulationCommand {
    /** For each look at the live site. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private SimulationCommand() {}

    /**
     * Simulates a runbook on a twin of the live site, and shows what it would do.
     *
     * @return the exit code: 0 when it would succeed within the objectives, 3 when something would be refused, else 1
     */
    public static int run(Invocation invocation, Runbook runbook, Map<String, String> parameters) {
        try (Installation installation = invocation.installation()) {
            TwinSeed seed = TwinSeed.observe(installation.site(), LIMIT);
            SimulationReport report =
                    new Simulation(invocation.catalogue(), seed, installation.journal()).of(runbook, parameters);
            if (invocation.json()) {
                invocation.print(SimulationDocument.of(report));
            } else {
                invocation.print(new SimulationPage(invocation.terminal().outPalette()).lines(report));
            }
            return report.exitCode();
        }
    }
}
