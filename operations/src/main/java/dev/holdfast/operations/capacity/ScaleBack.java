package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a scaling back: as the undo of a step, every place that the step scaled gets as many instances as it had before.
 *
 * <p>What the clients need at that moment stays; so it is refused while traffic is still led where it does not belong.
 */
public final class ScaleBack implements Operation<ScaleBack.Parameters> {

    /** What to take back. */
    public record Parameters(
            @Parameter(value = "one region; else every one", placeholder = "REGION")
            Optional<String> region,

            @Parameter(value = "one deployment; else all that clients come in at", placeholder = "NAME")
            Optional<String> deployment,

            @Parameter("to the usual number of instances, whatever there was before")
            boolean toUsual) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.scale-back",
                "scale-back",
                "Gives regions the number of instances that they had before they were scaled",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        RegionStates states = RegionStates.observe(execution);
        List<String> left = states.lost().stream()
                .map(region -> "%s is lost, and left as it is".formatted(region))
                .toList();
        List<ScaleStep> steps = steps(parameters, execution, states);
        if (steps.isEmpty() && !parameters.toUsual()) {
            return new Assessment.Satisfied(
                    "this run has scaled nothing that could be scaled back; `holdfast scale-back --to-usual` gives regions their usual number",
                    Map.of());
        }
        return new Scaling(execution).assess("give regions the instances that they had before", steps, left);
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
        parameters.region().ifPresent(execution.site().topology()::region);
        return deployments(parameters, execution).stream()
                .flatMap(deployment -> steps(parameters, execution, states, deployment))
                .toList();
    }

    private static List<DeploymentSpec> deployments(Parameters parameters, Execution execution) {
        return parameters
                .deployment()
                .map(name -> List.of(execution.site().topology().deployment(Optional.of(name))))
                .orElseGet(() -> execution.site().topology().deployments().stream()
                        .filter(deployment -> !deployment.entrances().isEmpty())
                        .toList());
    }

    private static Stream<ScaleStep> steps(
            Parameters parameters, Execution execution, RegionStates states, DeploymentSpec deployment) {
        return new Scaling(execution)
                .capacities(deployment).stream()
                        .filter(capacity -> !states.lost().contains(capacity.region()))
                        .filter(capacity -> parameters
                                .region()
                                .filter(region -> !region.equals(capacity.region()))
                                .isEmpty())
                        .flatMap(capacity -> step(parameters, execution, deployment, capacity));
    }

    /** A place that was not scaled has nothing to be taken back. */
    private static Stream<ScaleStep> step(
            Parameters parameters, Execution execution, DeploymentSpec deployment, RegionCapacity capacity) {
        Optional<Integer> before = parameters.toUsual()
                ? Optional.of(capacity.usual())
                : new FormerReplicas(execution).before(deployment.name(), capacity.region());
        return before.map(number -> new ScaleStep(deployment, capacity.replicas(), number)).stream();
    }
}
