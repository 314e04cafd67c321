package dev.holdfast.engine.recovery;

import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunListener;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until the primary of a database is down, and executes the runbook for that.
 *
 * <p>One failure starts one run: the watch is taken up anew, on the new primary, only after the run has ended. While it cools
 * down after a run it watches and tells, and starts nothing.
 */
public final class AutomaticRecovery {
    /** The condition that a runbook names among its triggers. */
    public static final String TRIGGER = "database_primary_down";

    /** The parameter by which a runbook is told which server failed. */
    private static final String FAILED_SERVER = "node";

    private final StandingWatch watch;
    private final RunEngine engine;
    private final Runbook runbook;
    private final AutomaticRuns runs;
    private final StartGate gate;
    private final Turn turn;

    /** Hears what the watch decides, and every event of the runs that it starts. */
    public interface Listener extends RunListener {

        /** The primary is down for the stated reason; a run is about to start. */
        void down(Verdict.Down verdict);

        /** The primary is down, but no run may be started now. Said once for each failure. */
        default void barred(Verdict.Down verdict, String objection) {}
    }

    /** What a recovery came to. */
    public record Recovery(RunId run, RunOutcome outcome, Verdict.Down verdict) {}

    /**
     * @param runbook must name {@link #TRIGGER} among its triggers
     * @param runs tells when the last automatic run ended
     * @param permit asked before a run is started; while it objects, the watch goes on
     */
    public AutomaticRecovery(
            StandingWatch watch, RunEngine engine, Runbook runbook, AutomaticRuns runs, StartPermit permit) {
        this(watch, engine, runbook, runs, permit, Turn.FREE);
    }

    /**
     * As the other one.
     *
     * @param turn asked last, about the server that failed; it is given back when the run is over
     */
    public AutomaticRecovery(
            StandingWatch watch, RunEngine engine, Runbook runbook, AutomaticRuns runs, StartPermit permit, Turn turn) {
        if (!runbook.triggers().contains(TRIGGER)) {
            throw new HoldfastException(
                    ErrorCode.RUNBOOK_INVALID,
                    "runbook %s is not triggered by %s but by %s"
                            .formatted(runbook.name(), TRIGGER, runbook.triggers()));
        }
        this.watch = watch;
        this.engine = engine;
        this.runbook = runbook;
        this.runs = runs;
        this.turn = turn;
        this.gate = new StartGate(
                watch::await,
                () -> permit.objection().or(this::coolingDown).or(() -> turn.take(watch.primary(), false)));
    }

    /** Waits for the next failure and recovers from it. The watch must have been taken up. */
    public Recovery recoverNext(Listener listener) throws InterruptedException {
        // Reads the journal while there is time for it.
        coolDownUntil();
        Verdict.Down verdict = gate.awaitDown(listener::barred);
        String failed = watch.primary();
        try {
            listener.down(verdict);
            RunId run = engine.start(runbook, parameters(failed), Request.automatic(TRIGGER + ": " + verdict.reason()));
            return new Recovery(run, engine.execute(run, listener), verdict);
        } finally {
            turn.giveBack(failed);
        }
    }

    /**
     * The run is about the server that the verdict is about, and about no other: should somebody else have promoted a standby
     * meanwhile, that one must not be fenced. Nothing is confirmed beforehand, so a step that would take a working server from
     * service is refused.
     */
    private Map<String, String> parameters(String failed) {
        return runbook.parameters().contains(FAILED_SERVER) ? Map.of(FAILED_SERVER, failed) : Map.of();
    }

    /** Finishes runs that another process left behind, oldest first. */
    public void finish(List<RunId> unfinished, Listener listener) {
        for (RunId run : unfinished) {
            String failed = engine.state(run).parameters().getOrDefault(FAILED_SERVER, "");
            turn.keep(failed);
            try {
                engine.execute(run, listener);
            } finally {
                turn.giveBack(failed);
            }
        }
    }

    /** Until when nothing is started; empty when something may be. */
    public Optional<Instant> coolDownUntil() {
        DatabaseSpec database = watch.spec();
        return new CoolDown(database.detection().coolDown()).until(runs.lastEnd(TRIGGER, database), watch.now());
    }

    private Optional<String> coolingDown() {
        return coolDownUntil().map("not acting before %s: the last automatic run ended shortly ago"::formatted);
    }
}
