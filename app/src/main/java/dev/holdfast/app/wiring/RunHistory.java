package dev.holdfast.app.wiring;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.util.List;

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
     */
    public record RecordedRun(List<Recorded> events, RunState state) {
        public RecordedRun {
            events = List.copyOf(events);
        }

        public RunId id() {
            return state.run();
        }
    }

    /** The newest runs, the newest one first; only with the steps of which something is recorded. */
    public List<RecordedRun> newest(int limit) {
        return journal.runs(limit).stream()
                .map(journal::read)
                .map(events -> new RecordedRun(events, RunState.fold(events)))
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
        return new RecordedRun(events, state(events));
    }

    private RunState state(List<Recorded> events) {
        if (!(events.getFirst().event() instanceof Event.RunStarted started)) {
            return RunState.fold(events);
        }
        try {
            return RunState.fold(RunbookParser.parse(started.runbook(), started.source(), catalogue), events);
        } catch (HoldfastException notOfThisVersion) {
            // The runbook names what this version does not know any more; what happened can be shown all the same.
            return RunState.fold(events);
        }
    }
}
