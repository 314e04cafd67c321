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
import java.util.stream.Stream;

/**
 * Gives every region so many times its usual instances of everything that clients come in at.
 *
 * <p>Nobody gets fewer than there are. Regions that are lost are left as they are, and said. When there is no room for all, the
 * plan says what is missing, and wants to be confirmed; then as many are started as there is room for.
 */
public final class EmergencyScale implements Operation<EmergencyScale.Parameters> {

    /** How much. */
    public record Parameters(
            @Parameter(value = "how many times the usual number of instances, such as 3", placeholder = "NUMBER")
            double factor) {
        public Parameters {
            factor = Factor.checked(factor);
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.emergency-scale",
                "emergency-scale",
                "Gives every region so many times its usual instances of everything that clients come in at",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        RegionStates states = RegionStates.observe(execution);
        List<ScaleStep> steps = steps(parameters, execution, states);
        if (steps.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.SCALE_IMPOSSIBLE, "there is no region that serves: " + states.complaints());
        }
        List<String> left = states.lost().stream()
                .map(region -> "%s is lost, and left as it is".formatted(region))
                .toList();
        String summary =
                String.format(Locale.ROOT, "scale every region to %s times its usual instances", parameters.factor());
        return new Scaling(execution).assess(summary, steps, left);
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        new Scaling(execution).perform(plan);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return new Scaling(execution).prove(steps(parameters, execution, RegionStates.observe(execution)));
    }

    private static List<ScaleStep> steps(Parameters parameters, Execution execution, RegionStates states) {
        return execution.site().topology().deployments().stream()
                .filter(deployment -> !deployment.entrances().isEmpty())
                .flatMap(deployment -> steps(parameters, execution, states, deployment))
                .toList();
    }

    private static Stream<ScaleStep> steps(
            Parameters parameters, Execution execution, RegionStates states, DeploymentSpec deployment) {
        return new Scaling(execution)
                .capacities(deployment).stream()
                        .filter(capacity -> !states.lost().contains(capacity.region()))
                        .map(capacity -> new ScaleStep(
                                deployment,
                                capacity.replicas(),
                                Math.max(
                                        capacity.times(parameters.factor()),
                                        capacity.replicas().wanted())));
    }
}
