package dev.holdfast.model.runbook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a runbook.
 *
 * @param id unique in the runbook
 * @param operation name of an operation of the catalogue
 * @param parameters written in the runbook; what is left out is taken from the outputs of earlier steps, by name
 * @param needs ids of the steps that must be done before
 * @param undo an operation that takes this step back
 * @param approval who must permit it, when somebody must
 */
public record Step(
        String id,
        String operation,
        Map<String, String> parameters,
        List<String> needs,
        Limits limits,
        Optional<String> undo,
        FailurePolicy onFailure,
        Optional<ApprovalRule> approval) {

    public Step {
        parameters = Map.copyOf(parameters);
        needs = List.copyOf(needs);
    }
}
