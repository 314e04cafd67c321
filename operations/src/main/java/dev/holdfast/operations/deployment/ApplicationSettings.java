package dev.holdfast.operations.deployment;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings with which the instances of a deployment find their database. */
public final class ApplicationSettings {
    private static final Duration READ = Duration.ofSeconds(1);
    private static final Duration CHANGE = Duration.ofSeconds(10);

    private final Execution execution;
    private final Topology topology;
    private final DeploymentSpec deployment;
    private final DatabaseSpec database;
    private final Workloads workloads;

    public ApplicationSettings(Execution execution, DeploymentSpec deployment) {
        this.execution = execution;
        this.topology = execution.site().topology();
        this.deployment = deployment;
        this.database = topology.database(deployment.database());
        this.workloads = execution.site().workloads(deployment.name());
    }

    /** What an instance has to be set to when {@code primary} is the primary. */
    public Map<String, String> wanted(InstanceSpec instance, String primary) {
        DatabaseEndpoint endpoint = endpoint(instance);
        return Map.of(
                "database.primary", primary,
                "database.writer", endpoint.writer().toString(),
                "database.reader", endpoint.reader().toString());
    }

    /** The endpoint behind the instance's own load balancer, else one in its region, else the first. */
    private DatabaseEndpoint endpoint(InstanceSpec instance) {
        List<DatabaseEndpoint> endpoints = database.endpoints();
        return endpoints.stream()
                .filter(endpoint -> endpoint.balancer().equals(instance.balancer()))
                .findFirst()
                .or(() -> endpoints.stream()
                        .filter(endpoint -> region(endpoint).equals(instance.region()))
                        .findFirst())
                .orElseGet(endpoints::getFirst);
    }

    private String region(DatabaseEndpoint endpoint) {
        BalancerSpec balancer = topology.balancer(endpoint.balancer());
        return balancer.region();
    }

    /** What is not as wanted: one sentence an instance. */
    public List<String> faults(String primary) {
        List<InstanceState> states = workloads.instances(execution.limit(READ));
        return deployment.instances().stream()
                .flatMap(instance -> fault(instance, states, primary).stream())
                .toList();
    }

    private Optional<String> fault(InstanceSpec instance, List<InstanceState> states, String primary) {
        Optional<InstanceState> state = states.stream()
                .filter(candidate -> candidate.name().equals(instance.name()))
                .findFirst();
        if (state.isPresent() && isAbsent(state.get())) {
            return Optional.empty();
        }
        if (state.isEmpty() || state.get().health() == InstanceState.Health.UNREACHABLE) {
            return Optional.of("%s does not answer".formatted(instance.name()));
        }
        Map<String, String> found = state.get().settings();
        String differences = new TreeMap<>(wanted(instance, primary))
                .entrySet().stream()
                        .filter(setting -> !setting.getValue().equals(found.get(setting.getKey())))
                        .map(setting -> "%s=%s instead of %s"
                                .formatted(
                                        setting.getKey(),
                                        found.getOrDefault(setting.getKey(), "nothing"),
                                        setting.getValue()))
                        .collect(Collectors.joining(", "));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("%s runs with %s".formatted(instance.name(), differences));
    }

    /** It takes the settings of the others when it is started. */
    private static boolean isAbsent(InstanceState state) {
        return state.health() == InstanceState.Health.ABSENT;
    }

    /**
     * Sets every instance that somebody asked for at the same time, which also makes it drop its stale sessions. Returns what
     * became of each.
     */
    public List<Attempt<InstanceSpec, InstanceSpec>> apply(String primary) {
        List<String> absent = workloads.instances(execution.limit(READ)).stream()
                .filter(ApplicationSettings::isAbsent)
                .map(InstanceState::name)
                .toList();
        List<InstanceSpec> present = deployment.instances().stream()
                .filter(instance -> !absent.contains(instance.name()))
                .toList();
        return Fanout.attempt(present, instance -> {
            workloads.configure(instance.name(), wanted(instance, primary), execution.limit(CHANGE));
            return instance;
        });
    }
}
