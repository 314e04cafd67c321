package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Assessment.Refused;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.EndpointRouting;
import dev.holdfast.operations.database.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a region can take its clients back: while anything is unhealthy anywhere, it can wait. */
final class Readiness {
    private static final Duration READ = Duration.ofSeconds(2);
    /** The setting with which an instance finds its database. */
    private static final String PRIMARY = "database.primary";

    private final Execution execution;
    private final Homecoming homecoming;

    Readiness(Execution execution, Homecoming homecoming) {
        this.execution = execution;
        this.homecoming = homecoming;
    }

    /** The first thing that is missing. */
    Optional<Refused> refusal(Verdicts verdicts) {
        return unhealthy(verdicts)
                .or(this::untellable)
                .or(() -> databases().flatMap(this::database).findFirst())
                .or(() -> deployments().flatMap(this::instances).findFirst());
    }

    private static Optional<Refused> unhealthy(Verdicts verdicts) {
        List<String> sick = verdicts.all().stream()
                .filter(verdict -> !verdicts.isHealthy(verdict.region()))
                .map(Verdicts::text)
                .toList();
        return sick.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(ErrorCode.REGION_NOT_HEALTHY, String.join("; ", sick)));
    }

    private Optional<Refused> untellable() {
        List<String> silent = homecoming.untellable();
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(ErrorCode.DNS_UNREACHABLE, String.join("; ", silent)));
    }

    private Stream<DatabaseSpec> databases() {
        return execution.site().topology().databases().stream()
                .filter(spec -> spec.nodes().stream().anyMatch(this::isHere));
    }

    private boolean isHere(NodeSpec node) {
        return node.region().equals(homecoming.region());
    }

    private Stream<Refused> database(DatabaseSpec spec) {
        Situation situation = ClusterLook.at(execution, spec);
        String primary = situation.currentPrimary().map(NodeState.Primary::node).orElse("");
        Stream<Refused> replicas = spec.nodes().stream()
                .filter(this::isHere)
                .map(NodeSpec::name)
                .filter(node -> !node.equals(primary) && !situation.streamsFrom(primary, node))
                .map(node -> new Refused(
                        ErrorCode.REPLICATION_NOT_FOLLOWING,
                        "%s does not stream from %s".formatted(node, primary.isEmpty() ? "any primary" : primary),
                        "rebuild it with `holdfast rebuild-region --region %s`".formatted(homecoming.region())));
        return Stream.concat(replicas, endpoints(spec));
    }

    private Stream<Refused> endpoints(DatabaseSpec spec) {
        return switch (new EndpointRouting(execution, spec).assess(Optional.empty())) {
            case Assessment.Satisfied _ -> Stream.empty();
            case Assessment.Refused refused -> Stream.of(refused);
            case Assessment.Actionable actionable ->
                Stream.of(new Refused(
                        ErrorCode.ENDPOINT_WRONG,
                        String.join("; ", actionable.plan().changes()),
                        "run `holdfast update-database-endpoints`"));
        };
    }

    private Stream<DeploymentSpec> deployments() {
        return Views.deployments(execution.site().topology(), homecoming.specs()).stream();
    }

    private Stream<Refused> instances(DeploymentSpec deployment) {
        int usual = RegionCapacity.usual(deployment, homecoming.region());
        int ready = execution.site().workloads(deployment.name()).replicas(execution.limit(READ)).stream()
                .filter(state -> state.region().equals(homecoming.region()))
                .mapToInt(ReplicaState::ready)
                .sum();
        if (ready < usual) {
            return Stream.of(new Refused(
                    ErrorCode.INSTANCE_NOT_READY,
                    "%d of %d instances of %s are ready in %s"
                            .formatted(ready, usual, deployment.name(), homecoming.region()),
                    "start them with `holdfast scale-region --region %s --factor 1`".formatted(homecoming.region())));
        }
        return settings(deployment);
    }

    /** An instance that slept through a database failover would write to nobody. Slots in which nothing runs need no settings. */
    private Stream<Refused> settings(DeploymentSpec deployment) {
        Optional<String> primary = deployment
                .database()
                .flatMap(name -> ClusterLook.at(
                                execution, execution.site().topology().database(Optional.of(name)))
                        .currentPrimary())
                .map(NodeState.Primary::node);
        List<String> instances = Views.only(homecoming.region(), deployment).instances().stream()
                .map(DeploymentSpec.InstanceSpec::name)
                .toList();
        List<String> faults = execution.site().workloads(deployment.name()).instances(execution.limit(READ)).stream()
                .filter(state -> instances.contains(state.name()))
                .flatMap(state -> Optional.ofNullable(state.settings().get(PRIMARY))
                        .filter(set -> primary.filter(node -> !node.equals(set)).isPresent())
                        .map(set -> "%s is set to the primary %s".formatted(state.name(), set))
                        .stream())
                .toList();
        return faults.isEmpty()
                ? Stream.empty()
                : Stream.of(new Refused(
                        ErrorCode.INSTANCE_NOT_READY,
                        "%s, which is %s".formatted(String.join("; ", faults), primary.orElse("nobody")),
                        "run `holdfast update-app-configs`"));
    }
}
