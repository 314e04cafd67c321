package dev.holdfast.app.simulation;

import dev.holdfast.app.command.Invocation;
import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.engine.evacuation.EvacuationPlan;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code holdfast evacuation} does: plans to leave a region, and tries the plan on a twin. */
public final class EvacuationCommand {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** The flag that leaves the live site alone. */
    public static final String ASSUME_HEALTHY = "--assume-healthy";

    private static final int NAMES_A_LINE = 8;

    private EvacuationCommand() {}

    /**
     * Plans and simulates; changes nothing but the file that is asked for.
     *
     * @return the exit code: 0 when the plan would succeed, else 1
     */
    public static int run(Invocation invocation) {
        String from = invocation.option("--from").orElseThrow();
        Optional<String> to = invocation.option("--to");
        try (Installation installation = invocation.installation()) {
            Topology topology = installation.topology();
            TwinSeed seed = invocation.flag(ASSUME_HEALTHY)
                    ? TwinSeed.healthy(topology, Instant.now())
                    : TwinSeed.observe(installation.site(), LIMIT);
            EvacuationForecast forecast =
                    forecast(topology, from, to, seed, invocation.catalogue(), installation.stepHistory());
            invocation
                    .option("--save")
                    .map(invocation.surroundings()::resolve)
                    .ifPresent(file -> write(file, forecast.plan()));
            show(invocation, forecast);
            return forecast.simulated().ending().outcome() == RunOutcome.SUCCEEDED ? 0 : 1;
        }
    }

    /** Plans, and runs the plan on a twin. */
    private static EvacuationForecast forecast(
            Topology topology,
            String from,
            Optional<String> to,
            TwinSeed seed,
            Catalogue catalogue,
            StepHistory history) {
        Instant began = Instant.now();
        EvacuationPlan plan = EvacuationPlan.of(topology, from, to);
        Runbook runbook = RunbookParser.parse("evacuation", plan.runbook(), catalogue);
        SimulationReport report = new Simulation(catalogue, seed, history).of(runbook, Map.of());
        return EvacuationForecast.of(plan, report, Duration.between(began, Instant.now()));
    }

    private static void show(Invocation invocation, EvacuationForecast forecast) {
        if (invocation.json()) {
            invocation.print(forecast.document());
            return;
        }
        List<String> lines = new ArrayList<>(forecast.lines(NAMES_A_LINE));
        lines.add("about %s along the critical path; one service after the other would take %s"
                .formatted(Durations.show(forecast.alongCriticalPath()), Durations.show(forecast.inSequence())));
        invocation.print(lines);
    }

    /** A file that exists may be somebody's work. */
    private static void write(Path file, EvacuationPlan plan) {
        try {
            Files.writeString(file, plan.runbook(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID,
                    "--save: %s can't be made: %s".formatted(file, e),
                    "name a file that does not exist, in a directory that does",
                    e);
        }
    }
}
