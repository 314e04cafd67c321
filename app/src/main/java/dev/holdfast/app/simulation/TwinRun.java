package dev.holdfast.app.simulation;

import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.drivers.twin.MemoryJournal;
import dev.holdfast.drivers.twin.SimulatedTempo;
import dev.holdfast.drivers.twin.Twin;
import dev.holdfast.drivers.twin.TwinCapacity;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.drivers.twin.TwinTimings;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.engine.order.StandingPermission;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs a runbook on a twin, in virtual time, with the engine and the operations of a real run. Nobody is waited for: what people would
 * have to approve counts as approved, what they would have to confirm as confirmed.
 */
final class TwinRun {
    private static final Actor SIMULATION = Actor.automatic("simulation");
    private static final StandingPermission PERMITTED =
            (_, _, _) -> Optional.of(new StandingPermission.Grant("simulation", "a simulation waits for nobody"));
    /** Any will do; always the same one, so that a simulation of the same site takes the same course. */
    private static final long SEED = 1;

    private final Catalogue catalogue;
    private final TwinSeed seed;
    private final TwinTimings timings;

    TwinRun(Catalogue catalogue, TwinSeed seed, TwinTimings timings) {
        this.catalogue = catalogue;
        this.seed = seed;
        this.timings = timings;
    }

    /**
     * How a run went.
     *
     * @param begun when each step began the last time it was tried
     */
    record Course(
            String disaster,
            RunState state,
            Map<String, Instant> begun,
            Service service,
            TwinCapacity before,
            TwinCapacity after) {
        Course {
            begun = Map.copyOf(begun);
        }
    }

    Course of(Runbook runbook, Map<String, String> parameters) {
        Path evidence = temporary();
        try {
            MemoryJournal journal = new MemoryJournal();
            Twin twin = seed.twin(timings, evidence, journal);
            return new SimulatedTempo(SEED, seed.at()).run(() -> run(runbook, parameters, twin, journal));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new HoldfastException(ErrorCode.INTERNAL_ERROR, "simulating " + runbook.name(), e);
        } finally {
            delete(evidence);
        }
    }

    private Course run(Runbook runbook, Map<String, String> parameters, Twin twin, MemoryJournal journal) {
        TwinCapacity before = twin.capacity();
        String disaster = new Disaster(runbook, parameters).strike(twin);
        ServiceWatch service = new ServiceWatch(twin);
        RunEngine engine = engine(twin, journal);
        Map<String, String> confirmed = new HashMap<>(parameters);
        confirmed.put("confirm", "true");
        RunId run = engine.start(runbook, confirmed, new Request(Mode.SIMULATION, "simulation", SIMULATION));
        engine.execute(run, service);
        return new Course(
                disaster,
                engine.state(run),
                StepTimes.begun(journal.read(run)),
                service.service(),
                before,
                twin.capacity());
    }

    private RunEngine engine(Twin twin, MemoryJournal journal) {
        Governance governance = new Governance(new OrderBook(journal), OrderCheck.NONE, PERMITTED, StepHistory.NONE);
        return new RunEngine(
                catalogue,
                twin.site(),
                journal,
                RunLocks.NONE,
                (_, parameters) -> Installation.capture(twin.site(), parameters),
                governance);
    }

    /** Operations write down for people what they save; what they write here is deleted. */
    private static Path temporary() {
        try {
            return Files.createTempDirectory("holdfast-simulation");
        } catch (IOException e) {
            throw new UncheckedIOException("making a temporary directory", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + directory, e);
        }
    }
}
