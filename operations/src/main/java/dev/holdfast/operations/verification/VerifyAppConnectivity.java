package dev.holdfast.operations.verification;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.deployment.ClientPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies that clients are served in every region, and that every instance says it is ready. */
public final class VerifyAppConnectivity implements Check<VerifyAppConnectivity.Parameters> {
    private static final Duration READ = Duration.ofSeconds(2);

    /** What to verify. */
    public record Parameters(
            @Parameter(value = "which deployment, when there are several", placeholder = "NAME")
            Optional<String> deployment) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "verification.app-connectivity",
                "verify-app-connectivity",
                "Writes and reads back a record as a client in every region, and asks every instance whether it is ready",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        DeploymentSpec deployment = execution.site().topology().deployment(parameters.deployment());
        return Fanout.both(
                () -> new ClientPath(execution).requests(List.of(deployment)),
                () -> execution.site().workloads(deployment.name()).instances(execution.limit(READ)),
                VerifyAppConnectivity::verdict);
    }

    private static Proof verdict(List<ClientRequest> requests, List<InstanceState> instances) {
        List<String> faults = ClientPath.faults(requests);
        if (!faults.isEmpty()) {
            return new Proof.Fails(ErrorCode.SERVICE_NOT_SERVING, String.join("; ", faults));
        }
        List<InstanceState> present = instances.stream()
                .filter(instance -> instance.health() != InstanceState.Health.ABSENT)
                .toList();
        List<String> unready = present.stream()
                .filter(instance -> instance.health() != InstanceState.Health.READY)
                .map(instance -> "%s is %s: %s".formatted(instance.name(), instance.health(), instance.detail()))
                .toList();
        return unready.isEmpty()
                ? new Proof.Holds(
                        "%s; all %d instances are ready".formatted(ClientPath.evidence(requests), present.size()),
                        Map.of())
                : new Proof.Fails(
                        ErrorCode.INSTANCE_NOT_READY, "clients are served, but " + String.join("; ", unready));
    }
}
