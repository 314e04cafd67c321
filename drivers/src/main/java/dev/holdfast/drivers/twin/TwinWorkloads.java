package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinEffects.Call;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A deployment on the twin. An instance is ready when it reaches a primary; a client is served when a ready instance of their region
 * writes to a primary that acknowledges.
 */
final class TwinWorkloads implements Workloads {
    private final DeploymentSpec spec;
    private final TwinEffects effects;
    private final TwinTraffic traffic;
    private final Map<String, TwinInstance> instances = new LinkedHashMap<>();
    private final Map<String, List<String>> namesIn;

    TwinWorkloads(DeploymentSpec spec, TwinEffects effects, TwinTraffic traffic, List<InstanceState> seen) {
        this.spec = spec;
        this.effects = effects;
        this.traffic = traffic;
        seen.forEach(state -> instances.put(state.name(), new TwinInstance(state)));
        this.namesIn = spec.instances().stream()
                .collect(Collectors.groupingBy(
                        InstanceSpec::region, Collectors.mapping(InstanceSpec::name, Collectors.toUnmodifiableList())));
    }

    /** An instance that was not ready when it was seen, and would be by what the twin knows, is held to be sick. */
    void mark(List<InstanceState> seen) {
        seen.stream()
                .filter(state -> state.health() == Health.NOT_READY && isReady(state.name()))
                .forEach(state -> get(state.name()).sick = true);
    }

    TwinInstance get(String name) {
        return Optional.ofNullable(instances.get(name))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "instance '%s'; deployment %s has %s".formatted(name, spec.name(), instances.keySet())));
    }

    boolean has(String name) {
        return instances.containsKey(name);
    }

    boolean isReady(String name) {
        return has(name) && health(name, get(name)) == Health.READY;
    }

    private Health health(String name, TwinInstance instance) {
        if (instance.absent) {
            return Health.ABSENT;
        }
        if (instance.reach != Reach.ANSWERS) {
            return Health.UNREACHABLE;
        }
        boolean writes = spec.database().isEmpty()
                || writer(name, instance).filter(server -> server.primary).isPresent();
        return instance.lives() && writes ? Health.READY : Health.NOT_READY;
    }

    private Optional<TwinServer> writer(String name, TwinInstance instance) {
        return database()
                .flatMap(database -> spec.instances().stream()
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst()
                        .flatMap(candidate -> traffic.writer(database, candidate, instance.settings)));
    }

    private Optional<DatabaseSpec> database() {
        return spec.database().map(name -> traffic.topology().database(Optional.of(name)));
    }

    /** Whether a client of the region would be served now. */
    boolean serves(String region) {
        List<String> reached = traffic.instances(region, spec.backend());
        if (spec.database().isEmpty()) {
            return !reached.isEmpty();
        }
        return reached.stream()
                .flatMap(name -> writer(name, get(name)).stream())
                .anyMatch(server -> traffic.acknowledges(database().orElseThrow(), server));
    }

    @Override
    public DeploymentSpec spec() {
        return spec;
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        Call call = new Call(TwinCall.READ_INSTANCE, "", this::slowest, ErrorCode.INSTANCE_NOT_READY);
        return effects.read(
                call,
                limit,
                () -> spec.instances().stream()
                        .map(InstanceSpec::name)
                        .map(this::state)
                        .toList());
    }

    private Reach slowest() {
        return instances.values().stream().anyMatch(instance -> instance.reach == Reach.SILENT)
                ? Reach.SILENT
                : Reach.ANSWERS;
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        return effects.read(call(TwinCall.READ_INSTANCE, name), limit, () -> state(name));
    }

    private InstanceState state(String name) {
        TwinInstance instance = get(name);
        return switch (health(name, instance)) {
            case READY -> new InstanceState(name, Health.READY, instance.incarnation(), instance.settings, "");
            case NOT_READY ->
                new InstanceState(
                        name, Health.NOT_READY, instance.incarnation(), instance.settings, "it can't write now");
            case UNREACHABLE -> new InstanceState(name, Health.UNREACHABLE, "", Map.of(), "no answer");
            case ABSENT -> new InstanceState(name, Health.ABSENT, "", Map.of(), "nobody asked for it");
        };
    }

    @Override
    public void restart(String instance, Duration limit) {
        effects.perform(
                call(TwinCall.RESTART_INSTANCE, instance), "restart " + instance, limit, get(instance)::restart);
    }

    @Override
    public void configure(String instance, Map<String, String> settings, Duration limit) {
        effects.perform(
                call(TwinCall.CONFIGURE_INSTANCE, instance),
                "configure " + instance,
                limit,
                () -> get(instance).settings.putAll(settings));
    }

    private Call call(TwinCall kind, String instance) {
        return new Call(kind, instance, () -> get(instance).reach, ErrorCode.HOST_UNREACHABLE);
    }

    @Override
    public ClientRequest requestAsClient(String region, Duration limit) {
        long began = Tempo.current().nanoTime();
        Call call = new Call(TwinCall.CLIENT_REQUEST, region, () -> Reach.ANSWERS, ErrorCode.SERVICE_NOT_SERVING);
        boolean served = effects.read(call, limit, () -> serves(region));
        return new ClientRequest(
                region,
                served,
                served ? "a write was acknowledged" : "no instance of the region reaches a primary that acknowledges",
                Duration.ofNanos(Tempo.current().nanoTime() - began));
    }

    @Override
    public List<ReplicaState> replicas(Duration limit) {
        Call call =
                new Call(TwinCall.READ_INSTANCE, spec.name(), () -> Reach.ANSWERS, ErrorCode.ORCHESTRATOR_UNREACHABLE);
        return effects.read(
                call,
                limit,
                () -> spec.instances().stream()
                        .map(InstanceSpec::region)
                        .distinct()
                        .map(this::replicas)
                        .toList());
    }

    /** Of one region; takes no time. A place that nobody asked for is not one that is missing. */
    ReplicaState replicas(String region) {
        List<String> all = names(region);
        int wanted = (int) all.stream().filter(name -> !get(name).absent).count();
        int ready = (int) all.stream().filter(this::isReady).count();
        return new ReplicaState(region, wanted, ready, all.size());
    }

    private List<String> names(String region) {
        return namesIn.getOrDefault(region, List.of());
    }

    @Override
    public void scale(String region, int replicas, Duration limit) {
        List<String> all = names(region);
        if (replicas < 0 || replicas > all.size()) {
            throw new HoldfastException(
                    ErrorCode.SCALE_IMPOSSIBLE,
                    "%s has room for %d instances of %s, not for %d"
                            .formatted(region, all.size(), spec.name(), replicas));
        }
        Call call = new Call(TwinCall.SCALE, spec.name(), () -> Reach.ANSWERS, ErrorCode.ORCHESTRATOR_UNREACHABLE);
        effects.perform(call, "scale %s in %s to %d".formatted(spec.name(), region, replicas), limit, () -> {
            all.subList(0, replicas).stream()
                    .map(this::get)
                    .filter(instance -> instance.absent)
                    .forEach(TwinInstance::start);
            all.subList(replicas, all.size()).forEach(name -> get(name).absent = true);
        });
    }

    /** Whether an instance of the region would answer, whatever its database does. */
    boolean lives(String region) {
        return names(region).stream().map(this::get).anyMatch(TwinInstance::lives);
    }
}
