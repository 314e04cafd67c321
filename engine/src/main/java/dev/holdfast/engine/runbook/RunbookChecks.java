package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import java.util.List;

/**
 * What a schema can't say of a runbook: that operations and parameters exist, and that the steps can be put in an order.
 *
 * <p>It runs on files that the schema refuses too, and passes over what the schema has reported.
 */
final class RunbookChecks {
    private RunbookChecks() {}

    static void run(Mapping root, Catalogue catalogue, Problems problems) {
        List<StepText> steps = StepText.all(root);
        DeedChecks deeds = new DeedChecks(catalogue, problems);
        ParameterChecks parameters = new ParameterChecks(problems);
        for (StepText step : steps) {
            deeds.check(step);
            step.operation(catalogue).ifPresent(operation -> parameters.check(step, operation));
        }
        new OrderChecks(steps, problems).run();
    }
}
