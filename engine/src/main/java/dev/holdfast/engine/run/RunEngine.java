package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Starts runs and drives them to their end.
 *
 * <p>Everything it knows of a run is in the journal, so any process can go on where another one died. A step is durably begun
 * before it has its effect, and one that was cut off is assessed again, never blindly repeated.
 */
public final class RunEngine {
    private static final String CONFIRM = "confirm";

    private final Catalogue catalogue;
    private final Site site;
    private final Journal journal;
    private final RunLocks locks;
    private final RestorePointRecorder restorePoints;
    private final Governance governance;
    private final Function<Event.RunStarted, Runbook> reader;
    /** The runbooks of runs that this engine started, by hash: they need not be read again. */
    private final Map<String, Runbook> known = new ConcurrentHashMap<>();

    /** An engine that reads the runbook of a run from the text that the run is pinned to. */
    public RunEngine(
            Catalogue catalogue,
            Site site,
            Journal journal,
            RunLocks locks,
            RestorePointRecorder restorePoints,
            Governance governance) {
        this(
                catalogue,
                site,
                journal,
                locks,
                restorePoints,
                governance,
                begin -> RunbookParser.parse(begin.runbook(), begin.source(), catalogue));
    }

    /**
     * As the other one.
     *
     * @param reader turns the text that a run is pinned to into its runbook
     */
    public RunEngine(
            Catalogue catalogue,
            Site site,
            Journal journal,
            RunLocks locks,
            RestorePointRecorder restorePoints,
            Governance governance,
            Function<Event.RunStarted, Runbook> reader) {
        this.catalogue = catalogue;
        this.site = site;
        this.journal = journal;
        this.locks = locks;
        this.restorePoints = restorePoints;
        this.governance = governance;
        this.reader = reader;
    }

    /**
     * Records a new run. Nothing is done yet.
     *
     * @param parameters names that the runbook lists, and {@code confirm}: {@code true} allows what plans warn of
     */
    public RunId start(Runbook runbook, Map<String, String> parameters, Request request) {
        checkParameters(runbook, parameters);
        known.put(runbook.hash(), runbook);
        Event begin = new Event.RunStarted(
                runbook.name(),
                runbook.source(),
                runbook.hash(),
                request.mode(),
                request.reason(),
                parameters,
                request.by());
        Instant now = site.clock().instant();
        // Two processes draw different numbers, and a simulation always the same ones.
        int salt = Long.hashCode(Tempo.current().nanoTime());
        while (true) {
            RunId run = RunId.of(now, salt++);
            switch (journal.append(run, 0, now, List.of(begin))) {
                case AppendResult.Appended _ -> {
                    return run;
                }
                case AppendResult.Conflict _ -> {
                    // Another run of this second has that number: take the next one.
                }
                case AppendResult.Unknown unknown ->
                    throw new HoldfastException(
                            ErrorCode.JOURNAL_UNWRITABLE, "starting run %s: %s".formatted(run, unknown.reason()));
            }
        }
    }

    private static void checkParameters(Runbook runbook, Map<String, String> parameters) {
        TreeSet<String> unknown = new TreeSet<>(parameters.keySet());
        unknown.removeAll(runbook.parameters());
        unknown.remove(CONFIRM);
        if (!unknown.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID,
                    "runbook %s has no parameter %s; it has %s"
                            .formatted(runbook.name(), String.join(", ", unknown), runbook.parameters()));
        }
    }

    /**
     * Drives a run to its end, from wherever it is; where it waits for people, so does this.
     *
     * @throws HoldfastException {@link ErrorCode#RUN_UNKNOWN}, {@link ErrorCode#RUN_OVER}; {@link ErrorCode#RUN_BUSY} when
     *     somebody else executes it; {@link ErrorCode#JOURNAL_UNWRITABLE} or {@link ErrorCode#JOURNAL_CONFLICT} when it can't be
     *     recorded, after which it can be executed again; {@link ErrorCode#INTERRUPTED} likewise
     */
    public RunOutcome execute(RunId run, RunListener listener) {
        return drive(run, listener, true).orElseThrow(() -> new IllegalStateException("a patient run has an outcome"));
    }

    /**
     * As {@link #execute}, but returns when the run can't go on before a person gives an order.
     *
     * @return empty when it waits for people; it can be executed again
     */
    public Optional<RunOutcome> executeUntilHeld(RunId run, RunListener listener) {
        return drive(run, listener, false);
    }

    /** Lets a run that is over go on, for an order that a person has placed. Nothing happens to a run that isn't over. */
    public void reopen(RunId run, Actor by) {
        read(run);
        try (RunLocks.Lock _ = locks.take(run)) {
            RunState state = state(run);
            if (state.isOver()) {
                new RunRecorder(journal, site.clock(), _ -> {}, state).append(new Event.RunReopened(by));
            }
        }
    }

    private Optional<RunOutcome> drive(RunId run, RunListener listener, boolean patient) {
        read(run);
        try (RunLocks.Lock _ = locks.take(run)) {
            List<Recorded> events = read(run);
            Runbook runbook = runbook(events);
            RunState state = RunState.fold(runbook, events);
            if (state.isOver()) {
                throw new HoldfastException(
                        ErrorCode.RUN_OVER,
                        "executing run %s, which ended as %s"
                                .formatted(run, state.outcome().get()));
            }
            RunRecorder recorder = new RunRecorder(journal, site.clock(), listener, state);
            if (state.version() > 1) {
                recorder.append(new Event.RunResumed(
                        "process " + ProcessHandle.current().pid()));
            }
            Workbench workbench = new Workbench(catalogue, site, restorePoints, governance, recorder);
            return new RunExecution(runbook, workbench).drive(patient);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "executing run " + run, e);
        }
    }

    /** The state of a run, with every step of its runbook. */
    public RunState state(RunId run) {
        List<Recorded> events = read(run);
        return RunState.fold(runbook(events), events);
    }

    private List<Recorded> read(RunId run) {
        List<Recorded> events = journal.read(run);
        if (events.isEmpty()) {
            throw new HoldfastException(ErrorCode.RUN_UNKNOWN, "looking for run " + run);
        }
        return events;
    }

    private Runbook runbook(List<Recorded> events) {
        Event.RunStarted begin = RunState.fold(events.subList(0, 1)).begin();
        Runbook runbook = known.computeIfAbsent(begin.hash(), _ -> reader.apply(begin));
        if (!runbook.hash().equals(begin.hash())) {
            known.remove(begin.hash());
            throw new HoldfastException(
                    ErrorCode.RUNBOOK_INVALID,
                    "the text of runbook %s in the journal is not the one that run %s is pinned to"
                            .formatted(begin.runbook(), events.getFirst().run()));
        }
        return runbook;
    }
}
