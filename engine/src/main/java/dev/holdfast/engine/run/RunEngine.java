package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
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
    private final Path lockDirectory;
    private final RestorePointRecorder restorePoints;
    private final Function<Event.RunStarted, Runbook> reader;
    /** The runbooks of runs that this engine started, by hash: they need not be read again. */
    private final Map<String, Runbook> known = new ConcurrentHashMap<>();

    /**
     * An engine that reads the runbook of a run from the text that the run is pinned to.
     *
     * @param lockDirectory holds a lock file for each run that is being executed
     */
    public RunEngine(
            Catalogue catalogue, Site site, Journal journal, Path lockDirectory, RestorePointRecorder restorePoints) {
        this(
                catalogue,
                site,
                journal,
                lockDirectory,
                restorePoints,
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
            Path lockDirectory,
            RestorePointRecorder restorePoints,
            Function<Event.RunStarted, Runbook> reader) {
        this.catalogue = catalogue;
        this.site = site;
        this.journal = journal;
        this.lockDirectory = lockDirectory;
        this.restorePoints = restorePoints;
        this.reader = reader;
    }

    /**
     * Records a new run. Nothing is done yet.
     *
     * @param parameters names that the runbook lists, and {@code confirm}: {@code true} allows what plans warn of
     * @param reason who or what asked for it
     */
    public RunId start(Runbook runbook, Map<String, String> parameters, String reason) {
        checkParameters(runbook, parameters);
        known.put(runbook.hash(), runbook);
        Event begin = new Event.RunStarted(
                runbook.name(), runbook.source(), runbook.hash(), Mode.AUTO, reason, parameters, Actor.UNKNOWN);
        while (true) {
            Instant now = site.clock().instant();
            RunId run = RunId.of(now, ThreadLocalRandom.current().nextInt());
            switch (journal.append(run, 0, now, List.of(begin))) {
                case AppendResult.Appended _ -> {
                    return run;
                }
                case AppendResult.Conflict _ -> {
                    // Another run of this second drew the same number: draw again.
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
     * Drives a run to its end, from wherever it is.
     *
     * @throws HoldfastException {@link ErrorCode#RUN_UNKNOWN}, {@link ErrorCode#RUN_OVER}; {@link ErrorCode#RUN_BUSY} when
     *     somebody else executes it; {@link ErrorCode#JOURNAL_UNWRITABLE} or {@link ErrorCode#JOURNAL_CONFLICT} when it can't be
     *     recorded, after which it can be executed again; {@link ErrorCode#INTERRUPTED} likewise
     */
    public RunOutcome execute(RunId run, RunListener listener) {
        read(run);
        try (RunLock _ = RunLock.take(lockDirectory, run)) {
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
            return new RunExecution(runbook, new Workbench(catalogue, site, restorePoints, recorder)).drive();
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
