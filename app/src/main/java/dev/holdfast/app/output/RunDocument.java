package dev.holdfast.app.output;

import dev.holdfast.app.terminal.QuestionText;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.event.RunOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run for programs. */
public final class RunDocument {
    private RunDocument() {}

    /** Everything that is known of a run; evidence and outputs of a run with one step are at the top as well. */
    public static Map<String, Object> of(RecordedRun run) {
        Map<String, Object> document = brief(run);
        List<StepState> steps = run.state().steps();
        if (steps.size() == 1) {
            document.put("evidence", steps.getFirst().evidence());
            document.put("outputs", steps.getFirst().outputs());
        }
        document.put("steps", steps.stream().map(RunDocument::step).toList());
        document.put(
                "waits_for",
                run.questions().stream()
                        .map(question -> Map.of(
                                "what", QuestionText.of(question), "command", QuestionText.command(run.id(), question)))
                        .toList());
        return document;
    }

    /** What a list of runs shows. */
    public static Map<String, Object> brief(RecordedRun run) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("run", run.id().value());
        document.put("runbook", run.state().runbook());
        document.put("mode", run.state().begin().mode().name());
        document.put("requested_by", run.state().begin().requestedBy().toString());
        document.put("outcome", run.state().outcome().map(RunOutcome::name).orElse("NOT_FINISHED"));
        document.put("started", run.state().startedAt());
        document.put("last_event", run.events().getLast().at());
        return document;
    }

    private static Map<String, Object> step(StepState step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", step.id());
        step.operation().ifPresent(operation -> document.put("operation", operation));
        document.put("status", step.status().name());
        document.put("attempts", step.attempts());
        document.put("evidence", step.evidence());
        document.put("outputs", step.outputs());
        step.problem().ifPresent(problem -> document.put("problem", problem(problem)));
        step.started().ifPresent(at -> document.put("started", at));
        step.ended().ifPresent(at -> document.put("ended", at));
        return document;
    }

    private static Map<String, Object> problem(StepState.Problem problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", problem.code().id());
        document.put("reason", problem.reason());
        document.put("next_move", problem.nextMove());
        return document;
    }
}
