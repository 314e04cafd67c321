package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of one step: check, act, prove.
 *
 * <ol>
 *   <li>Assess. When the effect is there, that is the proof; this is how an attempt that a crash cut off is found to be done.
 *   <li>Record the plan and that the step begins, and wait until that is durable.
 *   <li>Perform, prove, and record both with one append.
 * </ol>
 */
final class StepAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(StepAttempt.class);

    private final Workbench workbench;
    private final Step step;
    private final StepState before;
    private final int number;
    private final StepExecution execution;

    StepAttempt(Workbench workbench, Step step) {
        this.workbench = workbench;
        this.step = step;
        this.before = workbench.state().step(step.id());
        this.number = before.attempts() + 1;
        this.execution = workbench.execution(step);
    }

    /** Returns when the attempt is recorded, however it went; throws only when it can't be recorded or is interrupted. */
    void run() throws InterruptedException {
        try {
            attempt(workbench.catalogue().get(step.operation()));
        } catch (StepTimedOut e) {
            // While the operation may still be acting, another attempt would act beside it.
            fail(Workbench.timedOut(step, e), !e.stopped());
        } catch (HoldfastException e) {
            fail(new StepState.Problem(e.code(), e.attempted(), e.nextMove()), false);
        } catch (RuntimeException e) {
            LOG.error("Step {} failed unexpectedly", step.id(), e);
            fail(Workbench.problem(ErrorCode.INTERNAL_ERROR, e.toString()), false);
        }
    }

    private <P extends Record> void attempt(Operation<P> operation) throws StepTimedOut, InterruptedException {
        Map<String, String> values = StepParameters.of(step, operation, workbench.state());
        Optional<P> bound = bind(operation, values);
        if (bound.isEmpty()) {
            return;
        }
        P parameters = bound.get();
        Assessment assessment = execution.call(() -> operation.assess(parameters, execution));
        switch (assessment) {
            case Assessment.Satisfied satisfied -> {
                boolean byThisRun = before.begun();
                workbench.record(new Event.StepProved(step.id(), byThisRun, satisfied.evidence(), satisfied.outputs()));
            }
            case Assessment.Refused refused -> refuse(refused);
            case Assessment.Actionable actionable -> {
                if (mayRepeat(operation, parameters) && begin(operation, actionable.plan(), values)) {
                    act(operation, parameters, actionable.plan());
                }
            }
        }
    }

    private <P extends Record> Optional<P> bind(Operation<P> operation, Map<String, String> values) {
        try {
            return Optional.of(ParameterBinding.bind(operation.declaration().parameters(), values));
        } catch (HoldfastException e) {
            refuse(new Assessment.Refused(e.code(), e.attempted(), e.nextMove()));
            return Optional.empty();
        }
    }

    private void refuse(Assessment.Refused refused) {
        workbench.record(new Event.StepRefused(step.id(), refused.code(), refused.reason(), refused.nextMove()));
    }

    /** When a process died in the middle of something that can't be done twice, only a person can say how to go on. */
    private <P extends Record> boolean mayRepeat(Operation<P> operation, P parameters) {
        if (!before.inFlight() || operation.repeatable(parameters)) {
            return true;
        }
        refuse(new Assessment.Refused(
                ErrorCode.EFFECT_UNKNOWN, "%s was under way when its process died".formatted(step.operation())));
        return false;
    }

    /** Whether the step may have its effect now; if so, that is durable. */
    private boolean begin(Operation<?> operation, Plan plan, Map<String, String> values)
            throws StepTimedOut, InterruptedException {
        List<Event> events = new ArrayList<>();
        events.add(new Event.StepPlanned(step.id(), plan));
        Gate.Answer answer = gate().ask(plan, values);
        events.addAll(answer.events());
        if (!(answer instanceof Gate.Answer.Open open)) {
            workbench.recorder().append(events);
            return false;
        }
        if (plan.needsConfirmation() && !open.confirmed() && !StepParameters.confirmed(workbench.state())) {
            workbench.recorder().append(events);
            refuse(new Assessment.Refused(
                    ErrorCode.CONFIRMATION_MISSING, "%s: %s".formatted(plan.summary(), plan.confirmation())));
            return false;
        }
        restorePoint(operation, values)
                .ifPresent(point -> events.add(new Event.RestorePointRecorded(step.id(), point)));
        events.add(new Event.StepStarted(step.id(), number, step.operation()));
        workbench.recorder().append(events);
        return true;
    }

    private Gate gate() {
        return new Gate(
                step,
                workbench.state(),
                workbench.governance().standing(),
                workbench.site().clock().instant());
    }

    /** Once for a step: after an attempt that failed half-way, things are not as they were before it. */
    private Optional<RestorePoint> restorePoint(Operation<?> operation, Map<String, String> values)
            throws StepTimedOut, InterruptedException {
        if (operation.declaration().danger() != Danger.DESTRUCTIVE
                || before.preparation().restorePoint().isPresent()) {
            return Optional.empty();
        }
        return execution.call(() -> workbench.restorePoints().capture(step.id(), values));
    }

    private <P extends Record> void act(Operation<P> operation, P parameters, Plan plan)
            throws StepTimedOut, InterruptedException {
        Proof proof = execution.call(() -> {
            operation.perform(parameters, plan, execution);
            return operation.prove(parameters, execution);
        });
        Event performed = new Event.StepPerformed(step.id(), number);
        switch (proof) {
            case Proof.Holds holds ->
                workbench.record(performed, new Event.StepProved(step.id(), true, holds.evidence(), holds.outputs()));
            case Proof.Fails fails ->
                workbench.record(performed, failed(Workbench.problem(fails.code(), fails.observed()), false));
            case Proof.Unknown unknown ->
                workbench.record(performed, failed(Workbench.problem(ErrorCode.NOT_PROVEN, unknown.reason()), false));
        }
    }

    private void fail(StepState.Problem problem, boolean giveUp) {
        workbench.record(failed(problem, giveUp));
    }

    private Event failed(StepState.Problem problem, boolean giveUp) {
        boolean last = giveUp || before.tries().setbacks() >= step.limits().retries();
        return new Event.StepFailed(step.id(), number, problem.code(), problem.reason(), problem.nextMove(), last);
    }
}
