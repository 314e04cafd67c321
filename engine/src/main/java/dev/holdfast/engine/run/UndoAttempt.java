package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.Step;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one step back with its undo operation, with the limits of the step. No restore point is recorded before: the newest one
 * must stay the one that is returned to.
 */
final class UndoAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(UndoAttempt.class);

    private final Workbench workbench;
    private final Step step;
    private final Operation<?> undo;
    private boolean mayTryAgain = true;

    UndoAttempt(Workbench workbench, Step step, Operation<?> undo) {
        this.workbench = workbench;
        this.step = step;
        this.undo = undo;
    }

    /** Returns when it is recorded that the step was taken back, or can't be. */
    void run() throws InterruptedException {
        Optional<StepState.Problem> problem = attempt();
        for (int retry = 0;
                problem.isPresent() && mayTryAgain && retry < step.limits().retries();
                retry++) {
            workbench.record(new Event.StepNoted(
                    step.id(),
                    "taking back: %s %s"
                            .formatted(problem.get().code().id(), problem.get().reason())));
            Tempo.current().sleep(step.limits().retryDelay());
            problem = attempt();
        }
        problem.ifPresent(found -> workbench.record(new Event.UndoFailed(step.id(), found.code(), found.reason())));
    }

    /** Returns why the step isn't taken back. */
    private Optional<StepState.Problem> attempt() throws InterruptedException {
        try {
            return attempt(undo, workbench.execution(step));
        } catch (StepTimedOut e) {
            // While the operation may still be acting, another attempt would act beside it.
            mayTryAgain = e.stopped();
            return Optional.of(Workbench.timedOut(step, e));
        } catch (HoldfastException e) {
            return Optional.of(new StepState.Problem(e.code(), e.attempted(), e.nextMove()));
        } catch (RuntimeException e) {
            LOG.error("Taking step {} back failed unexpectedly", step.id(), e);
            return Optional.of(Workbench.problem(ErrorCode.INTERNAL_ERROR, e.toString()));
        }
    }

    private <P extends Record> Optional<StepState.Problem> attempt(Operation<P> operation, StepExecution execution)
            throws StepTimedOut, InterruptedException {
        P parameters = ParameterBinding.bind(
                operation.declaration().parameters(), StepParameters.ofUndo(step, operation, workbench.state()));
        return switch (execution.call(() -> operation.assess(parameters, execution))) {
            case Assessment.Satisfied satisfied -> undone(satisfied.evidence());
            case Assessment.Refused refused ->
                Optional.of(new StepState.Problem(refused.code(), refused.reason(), refused.nextMove()));
            case Assessment.Actionable actionable -> act(operation, parameters, actionable.plan(), execution);
        };
    }

    private <P extends Record> Optional<StepState.Problem> act(
            Operation<P> operation, P parameters, Plan plan, StepExecution execution)
            throws StepTimedOut, InterruptedException {
        if (plan.needsConfirmation() && !StepParameters.undoConfirmed(workbench.state())) {
            return Optional.of(Workbench.problem(ErrorCode.CONFIRMATION_MISSING, plan.confirmation()));
        }
        workbench.record(
                new Event.UndoStarted(step.id(), operation.declaration().command()));
        Proof proof = execution.call(() -> {
            operation.perform(parameters, plan, execution);
            return operation.prove(parameters, execution);
        });
        return switch (proof) {
            case Proof.Holds holds -> undone(holds.evidence());
            case Proof.Fails fails -> Optional.of(Workbench.problem(fails.code(), fails.observed()));
            case Proof.Unknown unknown -> Optional.of(Workbench.problem(ErrorCode.NOT_PROVEN, unknown.reason()));
        };
    }

    private Optional<StepState.Problem> undone(String evidence) {
        workbench.record(new Event.UndoProved(step.id(), evidence));
        return Optional.empty();
    }
}
