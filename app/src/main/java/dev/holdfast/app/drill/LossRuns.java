package dev.holdfast.app.drill;

import dev.holdfast.app.drill.RegionScoreCard.Moments;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The runs that a watch in another process began after a fault, as the journal has them. */
final class LossRuns {
    private static final String FAILOVER = "region-failover";
    private static final int MANY = 20;

    private final SqliteJournal journal;
    private final Instant fault;

    LossRuns(SqliteJournal journal, Instant fault) {
        this.journal = journal;
        this.fault = fault;
    }

    private Stream<RunId> begun() {
        return journal.runs(MANY).stream()
                .filter(run -> journal.read(run).getFirst().at().isAfter(fault));
    }

    private Optional<List<Recorded>> triggeredBy(Collection<String> triggers) {
        return begun().map(journal::read)
                .filter(events -> triggers.stream().anyMatch(reason(events)::startsWith))
                .findFirst();
    }

    private static String reason(List<Recorded> events) {
        return RunState.fold(events).begin().reason();
    }

    /** Whether a step of the run was proved; a run that is over will not prove it any more. */
    boolean awaitProved(Collection<String> triggers, String operation, Duration limit) {
        Poll.until(
                limit,
                () -> triggeredBy(triggers)
                        .filter(events -> proved(events, operation)
                                || RunState.fold(events).isOver())
                        .isPresent());
        return triggeredBy(triggers).filter(events -> proved(events, operation)).isPresent();
    }

    private static boolean proved(List<Recorded> events, String operation) {
        return stepOf(events, operation)
                .filter(step -> first(
                                events,
                                event -> event instanceof Event.StepProved proved
                                        && proved.step().equals(step))
                        .isPresent())
                .isPresent();
    }

    /** The step that began this operation, if one did. */
    private static Optional<String> stepOf(List<Recorded> events, String operation) {
        return events.stream()
                .map(Recorded::event)
                .filter(event -> event instanceof Event.StepStarted started
                        && started.operation().equals(operation))
                .map(event -> ((Event.StepStarted) event).step())
                .findFirst();
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
                        .filter(events -> RegionRecovery.TRIGGERS.stream().noneMatch(reason(events)::startsWith))
                        .allMatch(events -> RunState.fold(events).isOver()));
    }

    List<String> unfinished() {
        return begun().filter(run -> !RunState.fold(journal.read(run)).isOver())
                .map(RunId::value)
                .toList();
    }

    Optional<Moments> moments() {
        return triggeredBy(RegionRecovery.TRIGGERS).flatMap(events -> {
            Instant began = events.getFirst().at();
            return lastChange(events)
                    .flatMap(changed -> decided(events)
                            .map(decided -> new Moments(
                                    Duration.between(fault, began),
                                    Duration.between(began, decided),
                                    Duration.between(decided, changed))));
        });
    }

    private static Optional<Instant> decided(List<Recorded> events) {
        return stepOf(events, FAILOVER)
                .flatMap(step -> first(
                        events,
                        event -> event instanceof Event.StepStarted started
                                && started.step().equals(step)));
    }

    /** When what leads clients was changed last. */
    Optional<Instant> lastChange() {
        return triggeredBy(RegionRecovery.TRIGGERS).flatMap(LossRuns::lastChange);
    }

    /** The step tells of each change when it is made. */
    private static Optional<Instant> lastChange(List<Recorded> events) {
        return stepOf(events, FAILOVER)
                .flatMap(step -> events.stream()
                        .filter(recorded -> recorded.event() instanceof Event.StepNoted noted
                                && noted.step().equals(step))
                        .map(Recorded::at)
                        .max(Instant::compareTo));
    }
}
