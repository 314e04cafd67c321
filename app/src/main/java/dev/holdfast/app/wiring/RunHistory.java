package dev.holdfast.app.wiring;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.OpenQuestion;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** The runs of a journal. */
public final class RunHistory {
    private static final String LATEST = "latest";

    private final Journal journal;
    private final Catalogue catalogue;

    RunHistory(Journal journal, Catalogue catalogue) {
        this.journal = journal;
        this.catalogue = catalogue;
    }

    /**
     * A run that was recorded.
     *
     * @param state has every step of its runbook, also those of which nothing is recorded
     * @param runbook that it is pinned to; empty when this version can't read it
     */
    public record RecordedRun(List<Recorded> events, RunState state, Optional<Runbook> runbook) {
        public RecordedRun {
            events = List.copyOf(events);
        }

        public RunId id() {
            return state.run();
        }

        /** What it waits for people to say. */
        public List<OpenQuestion> questions() {
            return runbook.map(known -> OpenQuestion.of(known, state)).orElse(List.of());
        }
    }

    /** The newest runs, the newest one first; only with the steps of which something is recorded. */
    public List<RecordedRun> newest(int limit) {
        return journal.runs(limit).stream()
                .map(journal::read)
                .map(events -> new RecordedRun(events, RunState.fold(events), Optional.empty()))
                .toList();
    }

    /** A run by its identity, or {@code latest}. */
    public RecordedRun find(String wanted) {
        List<RunId> newest = journal.runs(1);
        if (newest.isEmpty()) {
            throw new HoldfastException(ErrorCode.RUN_UNKNOWN, "no run was recorded yet");
        }
        RunId run = wanted.equals(LATEST) ? newest.getFirst() : new RunId(wanted);
        List<Recorded> events = journal.read(run);
        if (events.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.RUN_UNKNOWN, "'%s'; the newest is %s".formatted(wanted, newest.getFirst()));
        }
        Optional<Runbook> runbook = runbook(events);
        RunState state = runbook.map(known -> RunState.fold(known, events)).orElseGet(() -> RunState.fold(events));
        return new RecordedRun(events, state, runbook);
    }

    private Optional<Runbook> runbook(List<Recorded> events) {
        if (!(events.getFirst().event() instanceof Event.RunStarted started)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RunbookParser.parse(started.runbook(), started.source(), catalogue));
        } catch (HoldfastException notOfThisVersion) {
            // The runbook names what this version does not know any more; what happened can be shown all the same.
            return Optional.empty();
        }
    }
}
