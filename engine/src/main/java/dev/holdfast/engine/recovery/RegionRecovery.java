package dev.holdfast.engine.recovery;

import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunListener;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Waits until a region is lost, and executes the runbook for that.
 *
 * <p>One loss starts one run: a region counts anew only after it was healthy again. While a run leads clients away, and for a while
 * after that, it watches and tells, and starts nothing. What a run does afterwards, such as to wait for a server that was lost, goes
 * on beside the watch, so that the next region is not lost unseen.
 */
public final class RegionRecovery implements AutoCloseable {
    /** The condition of a region that answers and does not serve, as a runbook names it among its triggers. */
    public static final String HEALTH_CHECK_FAILED = "region_health_check_failed";

    /** The condition of a region of which nothing answers. */
    public static final String UNREACHABLE = "region_unreachable";

    private static final Set<StepStatus> ENDED =
            EnumSet.of(StepStatus.PROVED, StepStatus.SKIPPED, StepStatus.UNDONE, StepStatus.UNDO_FAILED);

    /** Both. */
    public static final List<String> TRIGGERS = List.of(HEALTH_CHECK_FAILED, UNREACHABLE);

    /** The parameters by which a runbook is told which region failed. */
    private static final List<String> FAILED_REGION = List.of("region", "from");

    /** The operation that leads the clients of a region away. */
    private static final String FAILOVER = "region-failover";

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
    private final Set<Thread> runners = ConcurrentHashMap.newKeySet();
    private Optional<Instant> settled = Optional.empty();

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

    /**
     * A recovery that has led the clients away, or could not.
     *
     * @param outcome of the whole run, once it is over
     */
    public record Recovery(RunId run, RegionVerdict verdict, CompletableFuture<RunOutcome> outcome) {}

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

    /** Waits for the next loss and answers it; returns when clients were led away, or the run is over. */
    public Recovery recoverNext(Listener listener) throws InterruptedException {
        RegionVerdict lost = awaitLoss(listener);
        try {
            listener.lost(lost);
            RunId run = engine.start(
                    runbook, parameters(lost.region()), Request.automatic(trigger(lost) + ": " + reason(lost)));
            return new Recovery(run, lost, settle(run, listener));
        } finally {
            turn.giveBack(lost.region());
        }
    }

    /** Executes a run beside the watch, and waits until it has done what can't wait. */
    private CompletableFuture<RunOutcome> settle(RunId run, RunListener listener) throws InterruptedException {
        CountDownLatch led = new CountDownLatch(isLed(engine.state(run)) ? 0 : 1);
        CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
        Thread runner = Thread.ofVirtual().name("region-run").unstarted(() -> {
            try {
                outcome.complete(engine.execute(run, new Telling(listener, () -> {
                    if (isLed(engine.state(run))) {
                        led.countDown();
                    }
                })));
            } catch (HoldfastException failure) {
                outcome.completeExceptionally(failure);
            } finally {
                led.countDown();
                runners.remove(Thread.currentThread());
            }
        });
        runners.add(runner);
        runner.start();
        led.await();
        settled = Optional.of(watched.watch().now());
        return outcome;
    }

    /** Whether what leads clients away has come to its end, whichever it was; a runbook without it has nothing that can't wait. */
    private boolean isLed(RunState run) {
        return run.isOver()
                || runbook.steps().stream()
                        .filter(step -> step.operation().equals(FAILOVER))
                        .map(step -> run.step(step.id()))
                        .allMatch(step ->
                                ENDED.contains(step.status()) || step.tries().last());
    }

    /** Tells of every event, and looks at each step that has ended. */
    private record Telling(RunListener listener, Runnable ended) implements RunListener {
        @Override
        public void recorded(Recorded event) {
            listener.recorded(event);
            if (event.event() instanceof Event.StepProved || event.event() instanceof Event.StepFailed) {
                ended.run();
            }
        }

        @Override
        public void progress(String step, String text) {
            listener.progress(step, text);
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
                    if (told.remove(region) != null) {
                        turn.giveBack(region);
                    }
                });
    }

    private Optional<String> objection(RegionVerdict lost) {
        return condition(lost)
                .or(permit::objection)
                .or(this::coolingDown)
                .or(() -> watched.ledAway().from(lost.region()))
                .or(() -> turn.take(lost.region(), lost instanceof RegionVerdict.Failing));
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

    /** Goes on with runs that another process left behind, oldest first; returns when none of them leads clients away any more. */
    public List<CompletableFuture<RunOutcome>> finish(List<RunId> unfinished, Listener listener)
            throws InterruptedException {
        List<CompletableFuture<RunOutcome>> outcomes = new ArrayList<>();
        for (RunId run : unfinished) {
            FAILED_REGION.stream()
                    .flatMap(name ->
                            Optional.ofNullable(engine.state(run).parameters().get(name)).stream())
                    .forEach(answered::add);
            outcomes.add(settle(run, listener));
        }
        return outcomes;
    }

    /** Until when nothing is started; empty when something may be. */
    public Optional<Instant> coolDownUntil() {
        Optional<Instant> last = Stream.of(runs.lastEnd(TRIGGERS), settled)
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        return new CoolDown(watched.coolDown()).until(last, watched.watch().now());
    }

    /** Ends what goes on beside the watch; the journal knows how far it is. */
    @Override
    public void close() {
        runners.forEach(Thread::interrupt);
    }

    private Optional<String> coolingDown() {
        return coolDownUntil()
                .map("not acting before %s: the last automatic run about a region ended shortly ago"::formatted);
    }
}
