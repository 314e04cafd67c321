package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gives a region so many times its usual instances.
 *
 * <p>The factor counts from what is usual, not from what there is, so that the command can be repeated. More than the region has
 * room for is refused; so is less than its clients need.
 */
public final class ScaleRegion implements Operation<ScaleRegion.Parameters> {

    /** What to scale. */
    public record Parameters(
            @Parameter(value = "the region", placeholder = "REGION")
            String region,

            @Parameter(
                    value = "how many times the usual number of instances, such as 2.0; rounded up",
                    placeholder = "NUMBER")
            double factor,

            @Parameter(value = "which deployment, when there are several", placeholder = "NAME")
            Optional<String> deployment) {
        public Parameters {
            factor = Factor.checked(factor);
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.scale",
                "scale-region",
                "Gives a region so many times its usual instances, and waits until clients get to them",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        ScaleStep step = step(parameters, execution);
        if (step.missing() > 0) {
            return new Assessment.Refused(ErrorCode.SCALE_IMPOSSIBLE, impossible(parameters, step));
        }
        String summary = String.format(
                Locale.ROOT, "scale %s in %s to %d instances", step.deployment().name(), step.region(), step.target());
        return new Scaling(execution).assess(summary, List.of(step), List.of());
    }

    private static String impossible(Parameters parameters, ScaleStep step) {
        int usual = RegionCapacity.usual(step.deployment(), step.region());
        return String.format(
                Locale.ROOT,
                "%s times the usual %d are %d instances of %s, and %s has room for %d; %d are there now",
                parameters.factor(),
                usual,
                step.asked(),
                step.deployment().name(),
                step.region(),
                step.now().most(),
                step.now().wanted());
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        new Scaling(execution).perform(plan);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return new Scaling(execution).prove(List.of(step(parameters, execution)));
    }

    private static ScaleStep step(Parameters parameters, Execution execution) {
        DeploymentSpec deployment = execution.site().topology().deployment(parameters.deployment());
        RegionCapacity capacity = new Scaling(execution).capacity(deployment, parameters.region());
        return new ScaleStep(deployment, capacity.replicas(), capacity.times(parameters.factor()));
    }
}
