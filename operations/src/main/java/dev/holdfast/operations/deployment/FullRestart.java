package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.balancer.Keeping;
import dev.holdfast.operations.capacity.RegionStates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restarts every deployment behind the load balancers: one instance after another, region after region, and a deployment after
 * those that it depends on, so that no request fails.
 *
 * <p>Databases, load balancers and DNS servers are not restarted; a database primary can't be without a failed request.
 */
public final class FullRestart implements Operation<FullRestart.Parameters> {
    private static final String SPARED = "databases, load balancers and DNS servers are not restarted";

    /** How. */
    public record Parameters(
            @Parameter("drained, one instance after another; there is no other way")
            boolean graceful) {
        public Parameters {
            if (!graceful) {
                throw new IllegalArgumentException(
                        "--graceful: is missing; all instances at the same time would leave nobody to serve clients");
            }
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "deployment.full-restart",
                "full-restart",
                "Restarts all deployments in the order of their dependencies, without a failed request",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        RegionStates states = RegionStates.observe(execution);
        if (!states.lost().isEmpty() || !states.unseen().isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.REGION_NOT_HEALTHY,
                    "while a region is lost or out of sight, no other one can do without an instance: "
                            + states.complaints());
        }
        List<DeploymentSpec> deployments = fronted(execution);
        List<String> changes = changes(deployments, execution);
        if (changes.isEmpty()) {
            return new Assessment.Satisfied("every instance was restarted and serves", Map.of());
        }
        List<String> objections = deployments.stream()
                .flatMap(deployment -> new RollingRound(execution, deployment).objections().stream())
                .toList();
        if (!objections.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.CAPACITY_SHORT,
                    String.join("; ", objections),
                    "give the region more with `holdfast scale-region`");
        }
        changes.add(SPARED);
        notFronted(deployments, execution)
                .forEach(name -> changes.add(
                        "%s is not restarted: no load balancer leads to it, so it can't be drained".formatted(name)));
        return new Assessment.Actionable(
                Plan.harmless("restart everything behind the load balancers", changes, Map.of()));
    }

    private static List<String> changes(List<DeploymentSpec> deployments, Execution execution) {
        List<String> changes = new ArrayList<>();
        for (DeploymentSpec deployment : deployments) {
            Map<String, List<String>> regions = new LinkedHashMap<>();
            for (InstanceSpec instance : new RollingRound(execution, deployment).open()) {
                regions.computeIfAbsent(instance.region(), _ -> new ArrayList<>())
                        .add(instance.name());
            }
            regions.forEach((region, names) -> changes.add(
                    "%s in %s, one after another: %s".formatted(deployment.name(), region, String.join(", ", names))));
        }
        return changes;
    }

    private static List<DeploymentSpec> fronted(Execution execution) {
        return RestartOrder.of(execution.site().topology().deployments()).stream()
                .filter(deployment -> new Fronts(execution, deployment).exist())
                .toList();
    }

    private static List<String> notFronted(List<DeploymentSpec> fronted, Execution execution) {
        return execution.site().topology().deployments().stream()
                .filter(deployment -> !fronted.contains(deployment))
                .map(DeploymentSpec::name)
                .toList();
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        List<DeploymentSpec> deployments = fronted(execution);
        Keeping.fronts(execution, deployments)
                .after(() -> deployments.forEach(deployment -> new RollingRound(execution, deployment).perform()));
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        List<DeploymentSpec> deployments = fronted(execution);
        List<String> faults = deployments.stream()
                .flatMap(deployment -> new RollingRound(execution, deployment).faults())
                .toList();
        if (!faults.isEmpty()) {
            return new Proof.Fails(ErrorCode.INSTANCE_NOT_READY, String.join("; ", faults));
        }
        List<ClientRequest> requests = new ClientPath(execution).requests(deployments);
        List<String> unserved = ClientPath.faults(requests);
        Optional<String> problem = unserved.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unserved));
        return problem.<Proof>map(words -> new Proof.Fails(ErrorCode.SERVICE_NOT_SERVING, words))
                .orElseGet(() -> new Proof.Holds(
                        "every instance was restarted and serves; %s; %s"
                                .formatted(ClientPath.evidence(requests), SPARED),
                        Map.of()));
    }
}
