package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.approved;
import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.operation;
import static dev.holdfast.engine.testkit.Runbooks.undoable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.order.OrderCheck;
import dev.holdfast.engine.order.StandingPermission;
import dev.holdfast.engine.order.StandingPermission.Grant;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.testkit.Death;
import dev.holdfast.engine.testkit.DyingJournal;
import dev.holdfast.engine.testkit.EngineFixture;
import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.FakeWorld.Trouble;
import dev.holdfast.engine.testkit.Incarnation;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrdersTest {
    private static final Actor ALICE = new Actor(Actor.Kind.PROVEN, "alice", "tty1");
    private static final Actor BOB = new Actor(Actor.Kind.PROVEN, "bob", "tty2");
    private static final ApprovalRule TWO = new ApprovalRule(2, Role.APPROVER);

    private final FakeWorld world = new FakeWorld();
    private final MemoryJournal journal = new MemoryJournal();
    private final OrderBook orders = new OrderBook(journal);

    @TempDir
    private Path locks;

    @Test
    void aStepThatNeedsApprovalWaitsAndThenRuns() {
        Runbook runbook = Runbooks.of("one", approved(on("a"), ApprovalRule.ONE), on("b", "a"));
        RunId run = start(runbook, Mode.AUTO);

        assertThat(drive(runbook, run)).isEmpty();
        assertThat(world.history()).isEmpty();
        assertThat(state(runbook, run).step("a").status()).isEqualTo(StepStatus.HELD);

        approve(run, BOB, digest(runbook, run, "a"));
        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
        assertThat(world.history()).containsExactly("+a", "+b");
    }

    @Test
    void twoDifferentPeopleMustApprove() {
        Runbook runbook = Runbooks.of("two", approved(on("a"), TWO));
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run);
        String digest = digest(runbook, run, "a");

        approve(run, BOB, digest);
        approve(run, BOB, digest);
        assertThat(drive(runbook, run)).as("one person twice").isEmpty();
        assertThat(state(runbook, run).step("a").hold().orElseThrow().missing()).isEqualTo(1);

        approve(run, ALICE, digest);
        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
    }

    @Test
    void anApprovalConfirmsWhatThePlanWarnsOf() {
        Runbook runbook = Runbooks.of("wreck", approved(operation(on("a"), "wreck"), ApprovalRule.ONE));
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run);

        approve(run, BOB, digest(runbook, run, "a"));

        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
    }

    @Test
    void anApprovalOfAnotherPlanIsDeclined() {
        Runbook runbook = Runbooks.of("one", approved(on("a"), ApprovalRule.ONE));
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run);

        approve(run, BOB, "0123456789ab");

        assertThat(drive(runbook, run)).isEmpty();
        assertThat(names(run)).contains("OrderDeclined").doesNotContain("OrderTaken");
    }

    @Test
    void anApprovalThatHasExpiredCountsNoMore() {
        Runbook runbook = Runbooks.of("one", approved(on("a"), ApprovalRule.ONE));
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run);

        orders.place(
                run,
                Instant.now(),
                BOB,
                new Order.Approve(
                        "a", digest(runbook, run, "a"), "", Instant.now().minusSeconds(1)),
                Optional.empty());

        assertThat(drive(runbook, run)).isEmpty();
        assertThat(world.history()).isEmpty();
        assertThat(state(runbook, run).step("a").hold().orElseThrow().missing()).isEqualTo(1);
    }

    @Test
    void aRejectedStepEndsTheRunUntilItIsRetried() {
        Runbook runbook = Runbooks.of("one", approved(on("a"), ApprovalRule.ONE));
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run);
        place(run, BOB, new Order.Reject("a", digest(runbook, run, "a"), "not tonight"));
        assertThat(drive(runbook, run)).contains(RunOutcome.REFUSED);
        assertThat(state(runbook, run).step("a").problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.APPROVAL_REJECTED));

        place(run, ALICE, new Order.Retry("a"));
        engine(runbook).reopen(run, ALICE);
        assertThat(drive(runbook, run)).as("asked again").isEmpty();
        approve(run, BOB, digest(runbook, run, "a"));
        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
    }

    @Test
    void whatThePeopleMayNotOrderIsDeclinedWithTheReason() {
        Runbook runbook = Runbooks.of("one", approved(on("a"), ApprovalRule.ONE));
        OrderCheck onlyAlice =
                (_, _, _, order) -> order.by().equals(ALICE) ? Optional.empty() : Optional.of("you are not Alice");
        Governance strict = new Governance(orders, onlyAlice, StandingPermission.NONE, StepHistory.NONE);
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run, strict);

        approve(run, BOB, digest(runbook, run, "a"));

        assertThat(drive(runbook, run, strict)).isEmpty();
        assertThat(events(run)).contains(new Event.OrderDeclined(1, BOB, "you are not Alice"));
    }

    @Test
    void aStandingPermissionStandsForTheApprovalButNotForTheConfirmation() {
        Runbook harmless = Runbooks.of("one", approved(on("a"), TWO));
        Runbook wreck = Runbooks.of("wreck", approved(operation(on("b"), "wreck"), TWO));
        Governance permitted = new Governance(
                orders,
                OrderCheck.NONE,
                (_, _, _) -> Optional.of(new Grant("so-1", "of alice and bob")),
                StepHistory.NONE);

        RunId first = start(harmless, Mode.AUTO);
        assertThat(drive(harmless, first, permitted)).contains(RunOutcome.SUCCEEDED);
        assertThat(names(first)).containsSubsequence("StepHeld a", "StepPermitted a", "StepStarted a");

        RunId second = start(wreck, Mode.AUTO);
        assertThat(drive(wreck, second, permitted)).contains(RunOutcome.REFUSED);
    }

    @Test
    void aGuidedRunStopsBeforeEveryStep() {
        Runbook runbook = Runbooks.of("guided", on("a"), operation(on("b", "a"), "wreck"));
        RunId run = start(runbook, Mode.GUIDED);

        assertThat(drive(runbook, run)).isEmpty();
        place(run, ALICE, new Order.Proceed("a", digest(runbook, run, "a")));
        assertThat(drive(runbook, run)).isEmpty();
        assertThat(world.history()).containsExactly("+a");

        place(run, ALICE, new Order.Proceed("b", digest(runbook, run, "b")));
        assertThat(drive(runbook, run)).as("seen and confirmed").contains(RunOutcome.SUCCEEDED);
        assertThat(world.history()).containsExactly("+a", "+b");
    }

    @Test
    void aGuidedRunLeavesAFailureToPeople() {
        world.trouble(Trouble.FAILS_BEFORE, "a", 2);
        Runbook runbook = Runbooks.of("guided", on("a"), on("b", "a"));
        RunId run = start(runbook, Mode.GUIDED);
        drive(runbook, run);
        place(run, ALICE, new Order.Proceed("a", digest(runbook, run, "a")));
        assertThat(drive(runbook, run)).as("it failed").isEmpty();

        place(run, ALICE, new Order.Retry("a"));
        assertThat(drive(runbook, run)).as("shown again").isEmpty();
        place(run, ALICE, new Order.Skip("a", "done by hand"));
        assertThat(drive(runbook, run)).as("at the next step").isEmpty();
        place(run, ALICE, new Order.Skip("b", "not needed"));

        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
        assertThat(world.history()).isEmpty();
        assertThat(state(runbook, run).step("a").status()).isEqualTo(StepStatus.SKIPPED);
    }

    @Test
    void aPausedRunStartsNothing() {
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"));
        RunId run = start(runbook, Mode.AUTO);
        place(run, ALICE, new Order.Pause("let me look"));

        assertThat(drive(runbook, run)).isEmpty();
        assertThat(world.history()).isEmpty();

        place(run, ALICE, new Order.Continue());
        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
    }

    @Test
    void aRunThatSucceededCanBeTakenBackAsAWhole() {
        Runbook runbook = Runbooks.of("undo", undoable(on("a")), undoable(on("b", "a")));
        RunId run = start(runbook, Mode.AUTO);
        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);

        place(run, ALICE, new Order.Abort(true, true, "the wrong region"));
        engine(runbook).reopen(run, ALICE);

        assertThat(drive(runbook, run)).contains(RunOutcome.UNDONE);
        assertThat(world.history()).containsExactly("+a", "+b", "-b", "-a");
    }

    @Test
    void anAbortedRunLeavesWhatWasDone() {
        Runbook runbook = Runbooks.of("line", on("a"), approved(on("b", "a"), ApprovalRule.ONE));
        RunId run = start(runbook, Mode.AUTO);
        drive(runbook, run);
        place(run, ALICE, new Order.Abort(false, false, "enough"));

        assertThat(drive(runbook, run)).contains(RunOutcome.ABORTED);
        assertThat(world.history()).containsExactly("+a");
    }

    @Test
    void aFailedRunGoesOnAfterARetry() {
        world.trouble(Trouble.FAILS_BEFORE, "b", 1);
        Runbook runbook = Runbooks.of("line", on("a"), on("b", "a"), on("c", "b"));
        RunId run = start(runbook, Mode.AUTO);
        assertThat(drive(runbook, run)).contains(RunOutcome.FAILED);

        place(run, ALICE, new Order.Retry("b"));
        engine(runbook).reopen(run, ALICE);

        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
        assertThat(world.history()).containsExactly("+a", "+b", "+c");
    }

    @Test
    void whatCannotBeRepeatedIsLeftToPeopleAfterACrash() {
        Runbook runbook = Runbooks.of("once", operation(on("a"), "switch-once"));
        RunId run = start(runbook, Mode.AUTO);
        journal.append(run, 1, Instant.now(), List.of(new Event.StepStarted("a", 1, "switch-once")));

        assertThat(drive(runbook, run)).contains(RunOutcome.REFUSED);
        assertThat(state(runbook, run).step("a").problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.EFFECT_UNKNOWN));
        assertThat(world.history()).isEmpty();

        place(run, ALICE, new Order.Retry("a"));
        engine(runbook).reopen(run, ALICE);
        assertThat(drive(runbook, run)).contains(RunOutcome.SUCCEEDED);
    }

    @Test
    void tellsOfAStepThatIsSlowerThanUsual() {
        Runbook runbook = Runbooks.of("line", on("a"));
        StepHistory quick =
                (_, _) -> List.of(Duration.ofNanos(1), Duration.ofNanos(2), Duration.ofNanos(3), Duration.ofNanos(4));
        SlowSteps slow = new SlowSteps(quick);
        slow.began(runbook.step("a"));

        assertThat(slow.look()).containsExactly(new Event.StepSlow("a", Duration.ofNanos(3), 4));
        assertThat(slow.look()).as("told once").isEmpty();
        slow.ended("a");

        SlowSteps fewSamples = new SlowSteps((_, _) -> List.of(Duration.ofNanos(1)));
        fewSamples.began(runbook.step("a"));
        assertThat(fewSamples.look()).as("one sample says nothing").isEmpty();
    }

    /** The process dies at every event in turn; whatever was ordered is neither lost nor done twice. */
    @Test
    void anOrderSurvivesADeathAtEveryEvent() {
        for (int cut = 1; cut < 30; cut++) {
            for (boolean afterwards : List.of(true, false)) {
                orderedRunDiesAt(cut, afterwards);
            }
        }
    }

    private void orderedRunDiesAt(int cut, boolean afterwards) {
        FakeWorld fresh = new FakeWorld();
        MemoryJournal kept = new MemoryJournal();
        OrderBook book = new OrderBook(kept);
        Governance open = Governance.open(kept);
        Runbook runbook = Runbooks.of("cut", approved(on("a"), TWO), undoable(on("b", "a")));
        EngineFixture fixture = new EngineFixture(fresh, runbook, locks);
        RunId run = fixture.engine(kept, new Incarnation(), open)
                .start(runbook, Map.of(), new Request(Mode.GUIDED, "t", ALICE));
        List<Actor> people = List.of(ALICE, BOB);
        for (int life = 0; life < 60; life++) {
            Incarnation alive = new Incarnation();
            DyingJournal dying =
                    afterwards ? DyingJournal.after(kept, alive, cut) : DyingJournal.before(kept, alive, cut);
            try {
                fixture.engine(life % 2 == 0 ? dying : kept, alive, open).executeUntilHeld(run, _ -> {});
            } catch (Death | HoldfastException died) {
                assertThat(alive.isOver()).isTrue();
            }
            RunState now = RunState.fold(runbook, kept.read(run));
            if (now.isOver()) {
                break;
            }
            sayYes(book, run, now, people);
        }
        assertThat(RunState.fold(runbook, kept.read(run)).outcome()).contains(RunOutcome.SUCCEEDED);
        assertThat(fresh.history()).containsExactly("+a", "+b");
        assertThat(settled(kept.read(run))).isEqualTo(numbers(book.after(run, 0).size()));
    }

    /** Everybody who hasn't says yes to whatever waits. */
    private static void sayYes(OrderBook book, RunId run, RunState now, List<Actor> people) {
        List<Order> placed =
                book.after(run, 0).stream().map(order -> order.order()).toList();
        for (StepState step : now.steps()) {
            step.hold().filter(_ -> step.status() == StepStatus.HELD).ifPresent(hold -> {
                Order proceed = new Order.Proceed(step.id(), hold.digest());
                if (hold.checkpoint() && !placed.contains(proceed)) {
                    book.place(run, Instant.now(), ALICE, proceed, Optional.empty());
                    people.forEach(person -> book.place(
                            run,
                            Instant.now(),
                            person,
                            new Order.Approve(
                                    step.id(), hold.digest(), "", Instant.now().plusSeconds(60)),
                            Optional.empty()));
                }
            });
        }
    }

    private static List<Long> settled(List<Recorded> events) {
        return events.stream()
                .flatMap(recorded -> switch (recorded.event()) {
                    case Event.OrderTaken taken -> Optional.of(taken.placed().number()).stream();
                    case Event.OrderDeclined declined -> Optional.of(declined.number()).stream();
                    default -> Optional.<Long>empty().stream();
                })
                .toList();
    }

    private static List<Long> numbers(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private RunEngine engine(Runbook runbook) {
        return engine(runbook, Governance.open(journal));
    }

    private RunEngine engine(Runbook runbook, Governance governance) {
        return new EngineFixture(world, runbook, locks).engine(journal, new Incarnation(), governance);
    }

    private RunId start(Runbook runbook, Mode mode) {
        return engine(runbook).start(runbook, Map.of(), new Request(mode, "test", ALICE));
    }

    private Optional<RunOutcome> drive(Runbook runbook, RunId run) {
        return drive(runbook, run, Governance.open(journal));
    }

    private Optional<RunOutcome> drive(Runbook runbook, RunId run, Governance governance) {
        return engine(runbook, governance).executeUntilHeld(run, _ -> {});
    }

    private RunState state(Runbook runbook, RunId run) {
        return RunState.fold(runbook, journal.read(run));
    }

    private String digest(Runbook runbook, RunId run, String step) {
        return state(runbook, run).step(step).hold().orElseThrow().digest();
    }

    private void approve(RunId run, Actor by, String digest) {
        place(run, by, new Order.Approve("a", digest, "go", Instant.now().plusSeconds(60)));
    }

    private void place(RunId run, Actor by, Order order) {
        orders.place(run, Instant.now(), by, order, Optional.empty());
    }

    private List<String> names(RunId run) {
        return EngineFixture.names(journal.read(run));
    }

    private List<Event> events(RunId run) {
        return journal.read(run).stream().map(Recorded::event).toList();
    }
}
