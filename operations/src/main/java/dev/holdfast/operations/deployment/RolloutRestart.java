package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.balancer.Keeping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restarts the instances of a deployment, one after another.
 *
 * <p>It stops at the first instance that does not come back, while the others keep serving. Each call is a new restart of all
 * instances. One that was interrupted may have left an instance out of service: that one comes first the next time.
 */
public final class RolloutRestart implements Operation<RolloutRestart.Parameters> {

    /** What to restart. */
    public record Parameters(
            @Parameter(value = "which deployment, when there are several", placeholder = "NAME")
            Optional<String> deployment) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "deployment.rollout-restart",
                "rollout-restart",
                "Restarts the instances of a deployment one after another, without taking a region from service",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        DeploymentSpec deployment = deployment(parameters, execution);
        Rotation rotation = new Rotation(execution, deployment);
        List<InstanceSpec> serving = rotation.serving();
        List<InstanceSpec> present = rotation.present();
        // Instances that are out of service now are restarted first, so they count for those that come after them.
        Optional<InstanceSpec> alone = present.stream()
                .filter(serving::contains)
                .filter(instance -> rotation.isAlone(instance, present))
                .findFirst();
        if (alone.isPresent()) {
            return new Assessment.Refused(
                    ErrorCode.INSTANCE_NOT_READY,
                    "%s is the only instance of %s"
                            .formatted(alone.get().name(), alone.get().region()),
                    "add another instance in that region first");
        }
        List<String> order =
                rotation.order(serving).stream().map(InstanceSpec::name).toList();
        return new Assessment.Actionable(Plan.harmless(
                "restart %s, one instance after another".formatted(deployment.name()),
                order.stream().map(name -> "drain, restart and let in " + name).toList(),
                Map.of("order", String.join(",", order))));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        DeploymentSpec deployment = deployment(parameters, execution);
        Rotation rotation = new Rotation(execution, deployment);
        Keeping.fronts(execution, List.of(deployment)).after(() -> {
            for (String name : plan.fact("order").split(",", -1)) {
                rotation.restart(rotation.instance(name));
            }
        });
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DeploymentSpec deployment = deployment(parameters, execution);
        Rotation rotation = new Rotation(execution, deployment);
        List<InstanceSpec> serving = rotation.serving();
        List<InstanceSpec> present = rotation.present();
        List<String> missing = present.stream()
                .filter(instance -> !serving.contains(instance))
                .map(InstanceSpec::name)
                .toList();
        Proof proof = missing.isEmpty()
                ? new Proof.Holds(
                        "all %d instances of %s are ready and let in".formatted(present.size(), deployment.name()),
                        Map.of())
                : new Proof.Fails(ErrorCode.INSTANCE_NOT_READY, "%s do not serve".formatted(missing));
        return Keeping.fronts(execution, List.of(deployment)).proof(proof);
    }

    private static DeploymentSpec deployment(Parameters parameters, Execution execution) {
        return execution.site().topology().deployment(parameters.deployment());
    }

    /** Whether an instance can serve, as it says itself. */
    static boolean isReady(InstanceState state) {
        return state.health() == InstanceState.Health.READY;
    }
}
