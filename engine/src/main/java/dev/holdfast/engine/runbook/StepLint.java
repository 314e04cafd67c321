package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.operation.ParameterBinding.Described;
import dev.holdfast.engine.runbook.Finding.Rule;
import dev.holdfast.engine.secret.SecretNames;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.List;

/** What can be said of a step for itself. */
final class StepLint {
    private final Catalogue catalogue;
    private final List<String> runbookParameters;

    StepLint(Catalogue catalogue, List<String> runbookParameters) {
        this.catalogue = catalogue;
        this.runbookParameters = runbookParameters;
    }

    List<Finding> check(StepText text, Step step) {
        List<Finding> findings = new ArrayList<>();
        Operation<?> operation = catalogue.get(step.operation());
        checkUndo(text, step, operation, findings);
        checkProof(text, findings);
        checkAvailable(text, operation, findings);
        checkSecrets(text, findings);
        checkMissing(text, step, operation, findings);
        return findings;
    }

    private static void checkUndo(StepText text, Step step, Operation<?> operation, List<Finding> findings) {
        if (operation.declaration().danger() == Danger.DESTRUCTIVE
                && step.undo().isEmpty()) {
            findings.add(new Finding(
                    Rule.NO_UNDO,
                    text.id().at(),
                    "step '%s' can take something from service or destroy data, and has no 'undo'"
                            .formatted(step.id())));
        }
    }

    private static void checkProof(StepText text, List<Finding> findings) {
        text.body()
                .entry(StepText.RUN)
                .filter(_ -> !text.has(StepText.CHECK))
                .ifPresent(run -> findings.add(new Finding(
                        Rule.NO_PROOF,
                        run.at(),
                        "nothing shows that the program of step '%s' had its effect; give it a 'check'"
                                .formatted(text.name()))));
    }

    private static void checkAvailable(StepText text, Operation<?> operation, List<Finding> findings) {
        if (!operation.available()) {
            findings.add(new Finding(
                    Rule.NOT_AVAILABLE,
                    text.id().at(),
                    "%s is not available yet: a run gets no further than step '%s' until somebody does it by hand and skips it"
                            .formatted(operation.declaration().command(), text.name())));
        }
    }

    private static void checkSecrets(StepText text, List<Finding> findings) {
        for (Entry variable : text.body().entriesOf(StepText.ENVIRONMENT)) {
            if (SecretNames.isSecret(variable.name())) {
                findings.add(new Finding(
                        Rule.SECRET,
                        variable.at(),
                        "%s looks like a secret, and the text of a runbook gets into the journal; leave it out and give it to Holdfast, whose environment the program inherits"
                                .formatted(variable.name())));
            }
        }
    }

    private void checkMissing(StepText text, Step step, Operation<?> operation, List<Finding> findings) {
        for (Described parameter :
                ParameterBinding.describe(operation.declaration().parameters())) {
            String option = parameter.option();
            if (!parameter.required() || step.parameters().containsKey(option) || runbookParameters.contains(option)) {
                continue;
            }
            String missing = "%s must have '%s', which neither 'with' nor the parameters of the runbook give"
                    .formatted(operation.declaration().command(), option);
            findings.add(
                    step.needs().isEmpty()
                            ? new Finding(Rule.PARAMETER_MISSING, text.id().at(), missing)
                            : new Finding(
                                    Rule.PARAMETER_UNCERTAIN,
                                    text.id().at(),
                                    missing + "; a step before '%s' would have to put it out".formatted(step.id())));
        }
    }
}
