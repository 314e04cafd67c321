package dev.holdfast.engine.why;

import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.List;

/** A runbook that names a condition among its triggers. */
public record Response(String runbook, List<String> steps) {
    public Response {
        steps = List.copyOf(steps);
    }

    /** Those of a shelf that name {@code trigger}. */
    public static List<Response> to(String trigger, List<Runbook> shelf) {
        return shelf.stream()
                .filter(runbook -> runbook.triggers().contains(trigger))
                .map(runbook -> new Response(
                        runbook.name(), runbook.steps().stream().map(Step::id).toList()))
                .toList();
    }
}
