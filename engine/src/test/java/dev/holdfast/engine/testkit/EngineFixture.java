package dev.holdfast.engine.testkit;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.runbook.Runbook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Engines over one world, each with the operations of its own life. */
public record EngineFixture(FakeWorld world, Runbook runbook, Path locks) {

    /** People have nothing to say. */
    public RunEngine engine(Journal journal, Incarnation life) {
        return engine(journal, life, Governance.open(new MemoryJournal()));
    }

    public RunEngine engine(Journal journal, Incarnation life, Governance governance) {
        AtomicInteger points = new AtomicInteger();
        return new RunEngine(
                new Catalogue(FakeOperation.all(world, life)),
                FakeSite.inRealTime(),
                journal,
                RunLocks.in(locks),
                (step, _) -> Optional.of(point(step + "-" + points.incrementAndGet())),
                governance,
                this::read);
    }

    private Runbook read(Event.RunStarted begin) {
        return runbook;
    }

    private static RestorePoint point(String id) {
        return new RestorePoint(
                id, Instant.EPOCH, "orders", Optional.empty(), Optional.empty(), Lsn.ZERO, Map.of(), Map.of());
    }

    /** The events of a run by their kind and step, such as {@code StepProved a}. */
    public static List<String> names(List<Recorded> events) {
        return events.stream()
                .map(recorded -> recorded.event() instanceof Event.OfStep ofStep
                        ? ofStep.getClass().getSimpleName() + " " + ofStep.step()
                        : recorded.event().getClass().getSimpleName())
                .toList();
    }
}
