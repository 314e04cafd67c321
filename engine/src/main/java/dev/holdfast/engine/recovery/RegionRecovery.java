package dev.holdfast.engine.recovery;

import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunListener;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Waits until a region is lost, and executes the runbook for that.
 *
 * <p>One loss starts one run: a region counts anew only after it was healthy again. After a run, whichever region it was about,
 * it watches and tells for a while, and starts nothing.
 */
public final class RegionRecovery {
    /** The condition of a region that answers and does not serve, as a runbook names it among its triggers. */
    public static final String HEALTH_CHECK_FAILED = "region_health_check_failed";

    /** The condition of a region of which nothing answers. */
    public static final String UNREACHABLE = "region_unreachable";

    /** Both. */
    public static final List<String> TRIGGERS = List.of(HEALTH_CHECK_FAILED, UNREACHABLE);

    /** The parameters by which a runbook is told which region failed. */
    private static final List<String> FAILED_REGION = List.of("region", "from");

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    private final Watched watched;
    private final RunEngine engine;
    private final Runbook runbook;
    private final AutomaticRuns runs;
    private final StartPermit permit;
    private final Turn turn;
    /** The losses that a run was started for. */
    private final Set<String> answered = new HashSet<>();

    private final Map<String, String> told = new HashMap<>();

    /**
     * What is watched.
     *
     * @param coolDown after a run
     */
    public record Watched(RegionWatch watch, LedAway ledAway, Duration coolDown) {}

    /** Hears what the watch decides, and every event of the runs that it starts. */
    public interface Listener extends RunListener {

        /** A region is lost; a run is about to start. */
        void lost(RegionVerdict verdict);

        /** A region is lost, but no run may be started now. Said once for each reason. */
        default void barred(RegionVerdict verdict, String objection) {}
    }

    /** What a recovery came to. */
    public record Recovery(RunId run, RunOutcome outcome, RegionVerdict verdict) {}

    /**
     * @param runbook must name one of the {@link #TRIGGERS}
     * @param permit asked before a run is started; while it objects, the watch goes on
     * @param turn asked last; it is given back when the run is over
     */
    public RegionRecovery(
            Watched watched, RunEngine engine, Runbook runbook, AutomaticRuns runs, StartPermit permit, Turn turn) {
        if (runbook.triggers().stream().noneMatch(TRIGGERS::contains)) {
            throw new HoldfastException(
                    ErrorCode.RUNBOOK_INVALID,
                    "runbook %s is triggered by none of %s but by %s"
                            .formatted(runbook.name(), TRIGGERS, runbook.triggers()));
        }
        this.watched = watched;
        this.engine = engine;
        this.runbook = runbook;
        this.runs = runs;
        this.permit = permit;
        this.turn = turn;
    }

    /** The condition that a verdict on a lost region is. */
    public static String trigger(RegionVerdict verdict) {
        return verdict instanceof RegionVerdict.Unreachable ? UNREACHABLE : HEALTH_CHECK_FAILED;
    }

    /** Waits for the next loss and answers it. */
    public Recovery recoverNext(Listener listener) throws InterruptedException {
        RegionVerdict lost = awaitLoss(listener);
        try {
            listener.lost(lost);
            RunId run = engine.start(
                    runbook, parameters(lost.region()), Request.automatic(trigger(lost) + ": " + reason(lost)));
            return new Recovery(run, engine.execute(run, listener), lost);
        } finally {
            turn.giveBack(lost.region());
        }
    }

    private static String reason(RegionVerdict lost) {
        return "%s: %s".formatted(lost.region(), lost.reason());
    }

    /** Returns when a run may be started, and is to be: the turn is taken then. */
    private RegionVerdict awaitLoss(Listener listener) throws InterruptedException {
        while (true) {
            forgetThoseThatAreWell();
            Optional<RegionVerdict> lost = watched.watch().awaitLost(region -> !answered.contains(region), LOOK_AGAIN);
            if (lost.isEmpty()) {
                continue;
            }
            RegionVerdict verdict = lost.get();
            Optional<String> objection = objection(verdict);
            if (objection.isEmpty()) {
                answered.add(verdict.region());
                told.remove(verdict.region());
                return verdict;
            }
            tell(listener, verdict, objection.get());
            Thread.sleep(ASK_AGAIN);
        }
    }

    private void forgetThoseThatAreWell() {
        watched.watch().verdicts().stream()
                .filter(RegionVerdict.Healthy.class::isInstance)
                .map(RegionVerdict::region)
                .forEach(region -> {
                    answered.remove(region);
                    told.remove(region);
                });
    }

    private Optional<String> objection(RegionVerdict lost) {
        return condition(lost)
                .or(permit::objection)
                .or(this::coolingDown)
                .or(() -> watched.ledAway().from(lost.region()))
                .or(() -> turn.take(lost.region()));
    }

    /** A runbook may be meant for only one of the conditions. */
    private Optional<String> condition(RegionVerdict lost) {
        return runbook.triggers().contains(trigger(lost))
                ? Optional.empty()
                : Optional.of("runbook %s is not meant for %s".formatted(runbook.name(), trigger(lost)));
    }

    private void tell(Listener listener, RegionVerdict verdict, String objection) {
        if (!objection.equals(told.put(verdict.region(), objection))) {
            listener.barred(verdict, objection);
        }
    }

    private Map<String, String> parameters(String region) {
        Map<String, String> parameters = new TreeMap<>();
        FAILED_REGION.stream().filter(runbook.parameters()::contains).forEach(name -> parameters.put(name, region));
        return parameters;
    }

    /** Finishes runs that another process left behind, oldest first. */
    public void finish(List<RunId> unfinished, Listener listener) {
        unfinished.forEach(run -> engine.execute(run, listener));
    }

    /** Until when nothing is started; empty when something may be. */
    public Optional<Instant> coolDownUntil() {
        return new CoolDown(watched.coolDown())
                .until(runs.lastEnd(TRIGGERS), watched.watch().now());
    }

    private Optional<String> coolingDown() {
        return coolDownUntil()
                .map("not acting before %s: the last automatic run about a region ended shortly ago"::formatted);
    }
}
