package dev.holdfast.app.seeds;

import dev.holdfast.app.seeds.Staff.Person;
import dev.holdfast.drivers.twin.SimulatedProcess;
import dev.holdfast.drivers.twin.SimulatedTempo;
import dev.holdfast.drivers.twin.ThreadEnded;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Plays one seed: a run on a stage, with incidents there, people who give orders, and processes of Holdfast that die and are started
 * again. Everything follows from the seed, and the rules are checked after every event.
 */
final class SeedRun {
    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration HEARTBEAT = Duration.ofMillis(400);
    private static final Duration STARTING = Duration.ofMillis(100);
    private static final int MOST_LIVES = 400;

    private final long seed;
    private final Sabotage sabotage;
    private final Chance chance;
    private final SimulatedTempo tempo;
    private final Tally tally = new Tally();
    private final List<String> injected = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final Stage stage;
    private final SimulatedJournal journal;
    private final OrderBook book;
    private final Permission permission;
    private final Mode mode;
    private final boolean patient;
    private Optional<Rules> rules = Optional.empty();
    private Optional<SimulatedProcess<?>> process = Optional.empty();
    private boolean reopening;
    private int effects;

    SeedRun(long seed, Sabotage sabotage) {
        this.seed = seed;
        this.sabotage = sabotage;
        this.chance = new Chance(seed, "run");
        this.tempo = new SimulatedTempo(seed, START);
        this.journal = new SimulatedJournal(mishaps(), this::die, this::watch, sabotage == Sabotage.JOURNAL_FORGETS);
        this.stage = seed % 2 == 0
                ? new TwinStage(seed, journal, sabotage != Sabotage.NO_FENCE, tally)
                : new ChoreStage(seed, new BareSite(tempo.clock()), this::mayAct, tally);
        this.book = new OrderBook(journal);
        this.mode = chance.percent(30) ? Mode.GUIDED : Mode.AUTO;
        this.patient = chance.percent(50);
        this.permission = new Permission(
                tempo.clock(),
                chance.percent(30) ? 40 : 0,
                START.plus(chance.between(Duration.ZERO, Duration.ofMinutes(3))));
    }

    private Map<Integer, Mishap> mishaps() {
        Map<Integer, Mishap> mishaps = new HashMap<>();
        for (int i = chance.below(4); i > 0; i--) {
            mishaps.put(1 + chance.below(40), chance.pick(List.of(Mishap.values())));
        }
        return mishaps;
    }

    Report play() {
        try {
            tempo.run(this::live);
        } catch (Exception e) {
            broken.add("the simulation ended with " + e);
        }
        rules.ifPresent(found -> broken.addAll(found.broken()));
        stage.broken().forEach(this::found);
        tally.count("seeds");
        tally.add("events", events().size());
        tally.add("virtual seconds", Duration.ofNanos(tempo.nanoTime()).toSeconds());
        return new Report(seed, injected, events(), broken, tally);
    }

    private boolean live() throws InterruptedException {
        stage.incidents().forEach(incident -> tempo.fork(incident.kind(), () -> happen(incident)));
        for (int kills = chance.below(3); kills > 0; kills--) {
            Duration when = chance.between(Duration.ZERO, Duration.ofMinutes(1));
            tempo.fork("killer", () -> kill(when));
        }
        tempo.fork("life", this::life);
        People people = new People(new Chance(seed, "people"), stage.runbook(), book, tally, this::state);
        tempo.fork("people", people::work);
        int reopenings = chance.percent(30) ? 1 + chance.below(2) : 0;
        for (int life = 1; life <= MOST_LIVES; life++) {
            process(life);
            if (isOver()) {
                if (reopenings == 0) {
                    return true;
                }
                reopenings--;
                orderMore();
            }
        }
        broken.add("after %d processes the run is not over".formatted(MOST_LIVES));
        return false;
    }

    private boolean life() throws InterruptedException {
        while (true) {
            stage.live();
            tempo.sleep(HEARTBEAT);
        }
    }

    private boolean happen(Incident incident) throws InterruptedException {
        tempo.sleep(incident.after());
        inject(incident.kind(), incident.text());
        incident.action().run();
        return true;
    }

    private void inject(String kind, String text) {
        tally.count(kind);
        injected.add("%s %s: %s".formatted(Duration.ofNanos(tempo.nanoTime()), kind, text));
    }

    private boolean kill(Duration when) throws InterruptedException {
        tempo.sleep(when);
        process.ifPresent(found -> {
            inject("killed at any moment", "the process of Holdfast");
            found.kill();
        });
        return true;
    }

    /** One process of Holdfast, from its start to its end, and what follows from how it ended. */
    private void process(int life) throws InterruptedException {
        SimulatedProcess<Optional<RunOutcome>> alive = tempo.process("holdfast-" + life, this::drive);
        process = Optional.of(alive);
        tally.count("processes of Holdfast");
        try {
            Optional<RunOutcome> outcome = alive.await(LONGEST);
            end(alive);
            outcome.ifPresentOrElse(this::ended, this::checkThatItWaits);
            if (outcome.isEmpty()) {
                awaitOrder();
            }
        } catch (ExecutionException e) {
            end(alive);
            checkDeath(Optional.ofNullable(e.getCause()).orElse(e));
            tempo.sleep(chance.between(Duration.ZERO, Duration.ofSeconds(10)));
        } catch (TimeoutException e) {
            throw new IllegalStateException("a process neither ends nor waits after " + LONGEST, e);
        }
    }

    /** What the process left behind ends with it. */
    private void end(SimulatedProcess<?> dead) {
        process = Optional.empty();
        dead.kill();
    }

    private Optional<RunOutcome> drive() throws InterruptedException {
        tempo.sleep(STARTING);
        RunEngine engine = engine();
        RunId run = journal.runs(1).stream().findFirst().orElseGet(() -> start(engine));
        if (reopening) {
            engine.reopen(run, Person.DEE.actor());
            reopening = false;
        }
        return patient ? Optional.of(engine.execute(run, _ -> {})) : engine.executeUntilHeld(run, _ -> {});
    }

    private RunId start(RunEngine engine) {
        return engine.start(stage.runbook(), stage.parameters(), new Request(mode, "seed " + seed, Person.ANN.actor()));
    }

    private RunEngine engine() {
        OrderCheck check = sabotage == Sabotage.EVERYBODY_MAY ? OrderCheck.NONE : Staff.check(book, tempo.clock());
        return new RunEngine(
                stage.catalogue(),
                stage.site(),
                journal,
                RunLocks.NONE,
                stage.restorePoints(),
                new Governance(book, check, permission, StepHistory.NONE),
                _ -> sabotage == Sabotage.APPROVALS_IGNORED ? withoutApprovals(stage.runbook()) : stage.runbook());
    }

    private static Runbook withoutApprovals(Runbook runbook) {
        List<Step> steps = runbook.steps().stream()
                .map(step -> new Step(
                        step.id(),
                        step.operation(),
                        step.parameters(),
                        step.needs(),
                        step.limits(),
                        step.undo(),
                        step.onFailure(),
                        Optional.empty()))
                .toList();
        return new Runbook(
                runbook.name(),
                runbook.title(),
                runbook.triggers(),
                runbook.parameters(),
                steps,
                runbook.source(),
                runbook.hash());
    }

    private void ended(RunOutcome outcome) {
        tally.count("ended " + outcome);
        if (!isOver()
                || state().flatMap(RunState::outcome).filter(outcome::equals).isEmpty()) {
            broken.add("a process says %s, and the journal doesn't".formatted(outcome));
        }
    }

    private void checkThatItWaits() {
        tally.count("waits for people");
        RunState state = state().orElseThrow();
        boolean held = state.steps().stream().map(StepState::status).anyMatch(status -> status == StepStatus.HELD);
        boolean failed = state.isGuided()
                && state.steps().stream()
                        .map(StepState::status)
                        .anyMatch(status -> status == StepStatus.FAILED || status == StepStatus.REFUSED);
        if (!held && !failed && state.steering().paused().isEmpty()) {
            broken.add("a process waits for people, and nothing says for what");
        }
    }

    private void awaitOrder() throws InterruptedException {
        RunState waiting = state().orElseThrow();
        long limit = tempo.nanoTime() + Duration.ofMinutes(61).toNanos();
        while (book.after(waiting.run(), waiting.steering().orders()).isEmpty() && tempo.nanoTime() < limit) {
            tempo.sleep(Duration.ofSeconds(1));
        }
    }

    private void checkDeath(Throwable cause) {
        boolean expected = cause instanceof ThreadEnded
                || (cause instanceof HoldfastException failure
                        && (failure.code() == ErrorCode.JOURNAL_UNWRITABLE
                                || failure.code() == ErrorCode.JOURNAL_CONFLICT));
        if (!expected) {
            broken.add("a process ended with " + cause);
        }
    }

    /** After the end of the run somebody wants more. */
    private void orderMore() {
        RunState state = state().orElseThrow();
        List<StepState> open = state.steps().stream()
                .filter(step -> step.status() == StepStatus.FAILED || step.status() == StepStatus.REFUSED)
                .toList();
        Order order = open.isEmpty() || chance.percent(40)
                ? new Order.Abort(true, true, "take it back")
                : new Order.Retry(chance.pick(open).id());
        tally.count("reopened");
        People.sign(book, state, Person.DEE, Person.DEE, order);
        reopening = true;
    }

    private boolean isOver() {
        return rules.filter(Rules::isOver).isPresent();
    }

    private boolean mayAct(String step) {
        return rules.filter(found -> found.mayAct(step)).isPresent();
    }

    private void die() {
        inject("died at the journal", "before or after event " + events().size());
        process.orElseThrow().kill();
    }

    private void watch(Recorded recorded) {
        if (rules.isEmpty()) {
            rules = Optional.of(new Rules(
                    recorded,
                    stage.runbook(),
                    stage.catalogue(),
                    permission,
                    number -> placed(recorded.run(), number)));
            return;
        }
        checkEffects(recorded);
        rules.get().after(recorded);
        stage.broken().stream().limit(1).forEach(text -> found("event %d: %s".formatted(recorded.index(), text)));
        tally.count(recorded.event().getClass().getSimpleName());
        if (recorded.event() instanceof Event.StepProved proved && proved.performed()) {
            tally.count(
                    "done by Holdfast: " + stage.runbook().step(proved.step()).operation());
        }
    }

    /** What was changed since the event before, was changed by a step that had begun. */
    private void checkEffects(Recorded recorded) {
        int now = stage.effects();
        if (now != effects && rules.filter(Rules::anyMayAct).isEmpty()) {
            found("event %d: something was changed before it, and no step was under way".formatted(recorded.index()));
        }
        effects = now;
    }

    private void found(String what) {
        if (broken.size() < 10) {
            broken.add(what);
        }
    }

    private PlacedOrder placed(RunId run, long number) {
        return book.after(run, number - 1).getFirst();
    }

    private List<Recorded> events() {
        return journal.runs(1).stream().findFirst().map(journal::read).orElse(List.of());
    }

    private Optional<RunState> state() {
        List<Recorded> events = events();
        return events.isEmpty() ? Optional.empty() : Optional.of(RunState.fold(stage.runbook(), events));
    }
}
