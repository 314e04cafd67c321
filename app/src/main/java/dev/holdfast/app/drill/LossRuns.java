package dev.holdfast.app.drill;

import dev.holdfast.app.drill.RegionScoreCard.Moments;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The runs that a watch in another process began after a fault, as the journal has them. */
final class LossRuns {
    private static final String FAILOVER = "region-failover";
    private static final int MANY = 20;

    private final SqliteJournal journal;
    private final Runbook runbook;
    private final Instant fault;

    /**
     * The runs of one fault.
     *
     * @param runbook that the watch executes when a region is lost
     */
    LossRuns(SqliteJournal journal, Runbook runbook, Instant fault) {
        this.journal = journal;
        this.runbook = runbook;
        this.fault = fault;
    }

    private Stream<RunId> begun() {
        return journal.runs(MANY).stream()
                .filter(run -> journal.read(run).getFirst().at().isAfter(fault));
    }

    private Optional<List<Recorded>> ofRegion() {
        return begun().map(journal::read).filter(LossRuns::isOfRegion).findFirst();
    }

    private static boolean isOfRegion(List<Recorded> events) {
        String reason = RunState.fold(events).begin().reason();
        return RegionRecovery.TRIGGERS.stream().anyMatch(reason::startsWith);
    }

    /** Whether a step of the run about the region was proved; one that is over will not prove it any more. */
    boolean awaitProved(String operation, Duration limit) {
        Poll.until(
                limit,
                () -> ofRegion()
                        .filter(events -> isProved(events, operation)
                                || RunState.fold(events).isOver())
                        .isPresent());
        return ofRegion().filter(events -> isProved(events, operation)).isPresent();
    }

    private boolean isProved(List<Recorded> events, String operation) {
        return first(events, event -> event instanceof Event.StepProved proved && isStep(proved, operation))
                .isPresent();
    }

    private boolean isStep(Event.OfStep event, String operation) {
        return runbook.step(event.step()).operation().equals(operation);
    }

    private static Optional<Instant> first(List<Recorded> events, Predicate<Event> wanted) {
        return events.stream()
                .filter(recorded -> wanted.test(recorded.event()))
                .map(Recorded::at)
                .findFirst();
    }

    /** Waits until every run has come to its end, but for the one that goes on watching the regions. */
    void awaitOver(Duration limit) {
        Poll.until(
                limit,
                () -> begun().map(journal::read)
                        .filter(events -> !isOfRegion(events))
                        .allMatch(events -> RunState.fold(events).isOver()));
    }

    List<String> unfinished() {
        return begun().filter(run -> !RunState.fold(journal.read(run)).isOver())
                .map(RunId::value)
                .toList();
    }

    /** How long the run about the region took, step by step. */
    Optional<Moments> moments() {
        return ofRegion().flatMap(events -> {
            Instant began = events.getFirst().at();
            return lastChange(events)
                    .flatMap(changed -> decided(events)
                            .map(decided -> new Moments(
                                    Duration.between(fault, began),
                                    Duration.between(began, decided),
                                    Duration.between(decided, changed))));
        });
    }

    private Optional<Instant> decided(List<Recorded> events) {
        return first(events, event -> event instanceof Event.StepStarted started && isStep(started, FAILOVER));
    }

    /** When what leads clients was changed last. */
    Optional<Instant> lastChange() {
        return ofRegion().flatMap(this::lastChange);
    }

    /** The step tells of each change when it is made. */
    private Optional<Instant> lastChange(List<Recorded> events) {
        return events.stream()
                .filter(recorded -> recorded.event() instanceof Event.StepNoted noted && isStep(noted, FAILOVER))
                .map(Recorded::at)
                .max(Instant::compareTo);
    }
}
