package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.runbook.Step;

/** What the attempts of one run have in common. */
record Workbench(
        Catalogue catalogue,
        Site site,
        RestorePointRecorder restorePoints,
        Governance governance,
        RunRecorder recorder) {

    RunState state() {
        return recorder.state();
    }

    void record(Event... events) {
        recorder.append(events);
    }

    StepExecution execution(Step step) {
        return new StepExecution(site, recorder, step.id(), step.limits().timeout());
    }

    static StepState.Problem timedOut(Step step, StepTimedOut e) {
        return problem(
                ErrorCode.STEP_TIMED_OUT,
                "not done after %s; the operation %s".formatted(step.limits().timeout(), e.getMessage()));
    }

    static StepState.Problem problem(ErrorCode code, String reason) {
        return new StepState.Problem(code, reason, code.nextMove());
    }
}
