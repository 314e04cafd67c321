package dev.holdfast.app.seeds;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What must hold after every event of a run.
 *
 * <ol>
 *   <li>Events are numbered without gaps; there is one end between two reopenings, and nothing follows it.
 *   <li>Every order is taken or declined once, in order, and as it was placed.
 *   <li>A step begins when its needs are done, never while it is in flight, and never again once it is proved, skipped, rejected or
 *       taken back.
 *   <li>A step that wants approval begins with enough people who may approve, said so to this very plan, and whose word has not
 *       expired, or with a standing permission; in guided mode somebody let it proceed.
 *   <li>What a plan warns of was confirmed by whoever started the run, or by who said yes to the plan.
 *   <li>A destructive step has a restore point before it begins.
 *   <li>A process that finds the run paused or aborted begins nothing but what was in flight.
 *   <li>What can't be repeated is not, unless a person says so.
 *   <li>Only what was begun is taken back, newest first.
 * </ol>
 */
final class Rules {
    /** How long a step may take from the decision to its beginning. */
    private static final Duration BEGINNING = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final Permission permission;
    private final LongFunction<PlacedOrder> book;
    private final Map<String, StepAccount> steps = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();
    private final Event.RunStarted begin;
    private Recorded now;
    private boolean over;
    private boolean paused;
    private boolean aborted;
    /** A process began to work on the run when it was stopped already. */
    private boolean foundStopped;

    private long orders;

    /**
     * Rules for one run.
     *
     * @param book the order with that number, as it was placed
     */
    Rules(Recorded first, Runbook runbook, Catalogue catalogue, Permission permission, LongFunction<PlacedOrder> book) {
        this.catalogue = catalogue;
        this.permission = permission;
        this.book = book;
        this.now = first;
        if (!(first.event() instanceof Event.RunStarted started)) {
            throw new IllegalArgumentException("a run begins with its start");
        }
        this.begin = started;
        runbook.steps().forEach(step -> steps.put(step.id(), new StepAccount(step)));
        rule(first.index() == 1, "the first event has index 1");
    }

    /** What was broken so far, with the event that broke it. */
    List<String> broken() {
        return broken;
    }

    boolean isOver() {
        return over;
    }

    /** Whether something of this step may happen to the world now. */
    boolean mayAct(String step) {
        return account(step).mayAct();
    }

    boolean anyMayAct() {
        return steps.values().stream().anyMatch(StepAccount::mayAct);
    }

    private StepAccount account(String step) {
        return Optional.ofNullable(steps.get(step))
                .orElseThrow(() -> new IllegalStateException("event %d is of no step".formatted(now.index())));
    }

    private void rule(boolean holds, String text) {
        if (!holds) {
            broken.add("event %d: %s".formatted(now.index(), text));
        }
    }

    void after(Recorded recorded) {
        rule(recorded.index() == now.index() + 1, "follows event %d".formatted(now.index()));
        now = recorded;
        rule(!over || recorded.event() instanceof Event.RunReopened, "nothing follows the end but a reopening");
        switch (recorded.event()) {
            case Event.RunStarted _ -> rule(false, "the run starts twice");
            case Event.RunResumed _ -> resumed();
            case Event.RunReopened _ -> reopened();
            case Event.RunFinished finished -> finished(finished);
            case Event.OrderTaken taken -> taken(taken.placed());
            case Event.OrderDeclined declined -> settled(declined.number());
            case Event.OfStep event -> afterStep(account(event.step()), event);
        }
    }

    private void resumed() {
        steps.values().forEach(StepAccount::processDied);
        foundStopped = paused || aborted;
    }

    private void reopened() {
        rule(over, "what is reopened was over");
        over = false;
        paused = false;
        aborted = false;
        foundStopped = false;
    }

    private void finished(Event.RunFinished finished) {
        over = true;
        steps.values()
                .forEach(account -> rule(
                        !account.inFlight && !account.cutOff && !account.undoing,
                        "nothing is in flight at the end, but %s".formatted(account.step.id())));
        if (finished.outcome() == RunOutcome.SUCCEEDED) {
            steps.values()
                    .forEach(account ->
                            rule(account.done, "a run succeeds with every step, also %s".formatted(account.step.id())));
        }
    }

    private void settled(long number) {
        rule(number == orders + 1, "order %d follows order %d".formatted(number, orders));
        orders = number;
    }

    private void taken(PlacedOrder placed) {
        settled(placed.number());
        rule(placed.equals(book.apply(placed.number())), "order %d is what was placed".formatted(placed.number()));
        rule(
                Staff.find(placed.by())
                        .map(person ->
                                person.signature(now.run(), begin.hash(), placed.by(), placed.at(), placed.order()))
                        .equals(placed.signature()),
                "order %d is signed by %s".formatted(placed.number(), placed.by()));
        rule(Staff.covers(placed.by(), Role.OPERATOR), "%s gives no orders".formatted(placed.by()));
        switch (placed.order()) {
            case Order.Pause _ -> paused = true;
            case Order.Continue _ -> {
                paused = false;
                foundStopped = aborted;
            }
            case Order.Abort _ -> aborted = true;
            case Order.OfStep order -> taken(account(order.step()), placed.by(), order);
        }
    }

    private void taken(StepAccount account, Actor by, Order.OfStep order) {
        switch (order) {
            case Order.Proceed proceed -> account.people.proceeds(proceed);
            case Order.Approve approve -> account.people.approved(by, approve);
            case Order.Reject _ -> {
                account.rejected = true;
                account.failed = true;
            }
            case Order.Retry _ -> account.anew(now.at());
            case Order.Skip _ -> account.done = true;
        }
    }

    private void afterStep(StepAccount account, Event.OfStep event) {
        switch (event) {
            case Event.StepPlanned planned -> account.planned = Optional.of(planned.plan());
            case Event.RestorePointRecorded _ -> account.restorePoint = true;
            case Event.StepHeld held -> {
                account.held();
                account.people.held(held, account.planned.orElseThrow());
            }
            case Event.StepPermitted permitted -> account.people.permitted(permitted);
            case Event.StepStarted started -> started(account, started);
            case Event.StepPerformed _ ->
                rule(account.inFlight, "%s was performed in flight".formatted(account.step.id()));
            case Event.StepProved proved -> {
                rule(!account.done, "%s is proved once".formatted(account.step.id()));
                rule(!proved.performed() || account.begunAt > 0, "%s was begun before".formatted(account.step.id()));
                account.proved();
            }
            case Event.StepRefused _ -> account.failed(false);
            case Event.StepFailed failed -> account.failed(failed.code() == ErrorCode.STEP_TIMED_OUT && failed.last());
            case Event.UndoStarted _ -> undoStarted(account);
            case Event.UndoProved _ -> {
                account.undoing = false;
                account.undone = true;
                account.done = false;
            }
            case Event.UndoFailed _ -> account.undoing = false;
            case Event.StepNoted _, Event.StepSlow _ -> {
                // Changes nothing.
            }
        }
    }

    private void started(StepAccount account, Event.StepStarted started) {
        String step = account.step.id();
        rule(!account.done, "%s begins although it is done".formatted(step));
        rule(!account.inFlight, "%s begins while it is in flight".formatted(step));
        rule(!account.undone && !account.undoing, "%s begins although it is taken back".formatted(step));
        rule(!account.rejected, "%s begins although it was rejected".formatted(step));
        rule(started.attempt() > account.attempt, "attempts of %s count up".formatted(step));
        rule(
                !foundStopped || account.cutOff,
                "%s begins although the run was stopped before this process".formatted(step));
        boolean destructive =
                catalogue.get(account.step.operation()).declaration().danger() == Danger.DESTRUCTIVE;
        rule(!destructive || account.restorePoint, "%s begins without a restore point".formatted(step));
        rule(!account.cutOff || isRepeatable(account.step), "%s can't be repeated".formatted(step));
        account.step.needs().forEach(need -> rule(isDone(account(need)), "%s begins before %s".formatted(step, need)));
        checkPeople(account, account.planned.orElseThrow());
        account.begin(started.attempt(), now.index());
    }

    /** Chores of this simulation say it in the runbook; every other operation is repeatable. */
    private static boolean isRepeatable(Step step) {
        return !step.parameters().containsKey(Chore.ONCE);
    }

    /** One without which others go on may be tried again while these are being begun. */
    private boolean isDone(StepAccount need) {
        boolean justRetried = now.at().minus(BEGINNING).isBefore(need.retried);
        return need.done || (need.step.onFailure() == FailurePolicy.CONTINUE && (need.failed || justRetried));
    }

    private void checkPeople(StepAccount account, Plan plan) {
        Instant at = now.at();
        String step = account.step.id();
        List<Actor> approvers = account.people.approvers(plan, at);
        account.step
                .approval()
                .ifPresent(rule -> rule(
                        isPermitted(account, plan) || approvers.size() >= rule.people(),
                        "%s wants %d approvals of its plan and has %s".formatted(step, rule.people(), approvers)));
        account.step
                .approval()
                .ifPresent(rule -> approvers.forEach(by -> rule(
                        Staff.mayApprove(by, rule, begin.requestedBy()),
                        "%s must not be approved by %s".formatted(step, by))));
        boolean guided = begin.mode() == Mode.GUIDED;
        rule(!guided || account.people.proceeds(plan), "nobody let %s proceed".formatted(step));
        boolean agreed = guided
                || account.step
                        .approval()
                        .map(ApprovalRule::people)
                        .filter(n -> approvers.size() >= n)
                        .isPresent();
        rule(
                !plan.needsConfirmation()
                        || agreed
                        || "true".equals(begin.parameters().get("confirm")),
                "%s begins without confirmation".formatted(step));
    }

    private boolean isPermitted(StepAccount account, Plan plan) {
        return account.people.permitted(plan) && permission.covers(account.step.id(), now.at());
    }

    private void undoStarted(StepAccount account) {
        rule(account.begunAt > 0, "%s is taken back and was never begun".formatted(account.step.id()));
        rule(!account.inFlight && !account.undone, "%s is taken back at the wrong time".formatted(account.step.id()));
        steps.values().stream()
                .filter(other -> other.step.undo().isPresent() && !other.undone && other.begunAt > account.begunAt)
                .forEach(other ->
                        rule(false, "%s is taken back before %s".formatted(account.step.id(), other.step.id())));
        account.undoing = true;
    }
}
