package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The instances of a deployment in memory. A client is served when its region's writer endpoint leads to a working primary. */
public final class FakeWorkloads implements Workloads {
    private final DeploymentSpec spec;
    private final Effects effects;
    private final Function<String, Optional<String>> writerOfRegion;
    private final FakeCluster cluster;
    private final Map<String, Map<String, String>> settings = new HashMap<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Set<String> unready = new HashSet<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<String> absent = new HashSet<>();
    /** How many of the slots of a region are filled, the first ones first; of a deployment that can't be scaled all are. */
    private final Map<String, Integer> wanted = new HashMap<>();

    FakeWorkloads(
            DeploymentSpec spec,
            Effects effects,
            FakeCluster cluster,
            Function<String, Optional<String>> writerOfRegion) {
        this.spec = spec;
        this.effects = effects;
        this.cluster = cluster;
        this.writerOfRegion = writerOfRegion;
        spec.instances().forEach(instance -> settings.put(instance.name(), Map.of("database.primary", "primary")));
        usual().ifPresent(usual -> regions().forEach(region -> wanted.put(region, usual)));
    }

    private Optional<Integer> usual() {
        return Optional.ofNullable(spec.settings().get("replicas")).map(Integer::valueOf);
    }

    private List<String> regions() {
        return spec.instances().stream().map(InstanceSpec::region).distinct().toList();
    }

    public void notReady(String instance) {
        unready.add(instance);
    }

    public void cutOff(String instance) {
        unreachable.add(instance);
    }

    public void reconnect(String instance) {
        unreachable.remove(instance);
    }

    /** Nobody asked for it, so it does not run. */
    public void absent(String instance) {
        absent.add(instance);
    }

    /** Does not become ready after the next start. */
    public void breakNextStart(String instance) {
        broken.add(instance);
    }

    public int starts(String instance) {
        return starts.getOrDefault(instance, 0);
    }

    public boolean isReady(String instance) {
        return !unready.contains(instance) && !unreachable.contains(instance) && !absent.contains(instance);
    }

    @Override
    public DeploymentSpec spec() {
        return spec;
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        return spec.instances().stream()
                .map(instance -> instance(instance.name(), limit))
                .toList();
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        if (isAbsent(name)) {
            return new InstanceState(name, Health.ABSENT, "", Map.of(), "nobody asked for it");
        }
        return effects.undisturbed(() -> unreachable.contains(name)
                ? new InstanceState(name, Health.UNREACHABLE, "", Map.of(), "no answer")
                : new InstanceState(
                        name,
                        unready.contains(name) ? Health.NOT_READY : Health.READY,
                        "start-" + starts(name),
                        settings.getOrDefault(name, Map.of()),
                        unready.contains(name) ? "database unreachable" : ""));
    }

    private boolean isAbsent(String name) {
        return absent.contains(name)
                || regions().stream().anyMatch(region -> inRegion(region).indexOf(name) >= wantedIn(region));
    }

    private int wantedIn(String region) {
        return wanted.getOrDefault(region, inRegion(region).size());
    }

    @Override
    public void restart(String instance, Duration limit) {
        effects.run("restart " + instance, () -> {
            starts.merge(instance, 1, Integer::sum);
            if (broken.remove(instance)) {
                unready.add(instance);
            } else {
                unready.remove(instance);
            }
        });
    }

    @Override
    public void configure(String instance, Map<String, String> changed, Duration limit) {
        if (unreachable.contains(instance) || absent.contains(instance)) {
            throw new HoldfastException(ErrorCode.HOST_UNREACHABLE, "the host of %s".formatted(instance));
        }
        effects.run("configure " + instance, () -> {
            Map<String, String> merged = new HashMap<>(settings.getOrDefault(instance, Map.of()));
            merged.putAll(changed);
            settings.put(instance, merged);
        });
    }

    @Override
    public ClientRequest requestAsClient(String region, Duration limit) {
        Optional<String> server = writerOfRegion.apply(region);
        boolean served = effects.undisturbed(
                () -> server.filter(cluster::acknowledgesNow).isPresent());
        String detail = served ? "201 after PUT" : "503 after PUT, writer leads to " + server.orElse("nowhere");
        return new ClientRequest(region, served, detail, Duration.ofMillis(3));
    }

    /** The instances of a region. */
    List<String> inRegion(String region) {
        return spec.instances().stream()
                .filter(instance -> instance.region().equals(region))
                .map(InstanceSpec::name)
                .toList();
    }

    @Override
    public List<ReplicaState> replicas(Duration limit) {
        List<InstanceState> states = instances(limit);
        return regions().stream().map(region -> replicas(region, states)).toList();
    }

    private ReplicaState replicas(String region, List<InstanceState> states) {
        List<String> names = inRegion(region);
        int ready = (int) states.stream()
                .filter(state -> names.contains(state.name()) && state.health() == Health.READY)
                .count();
        return new ReplicaState(region, wantedIn(region), ready, names.size());
    }

    @Override
    public void scale(String region, int replicas, Duration limit) {
        if (usual().isEmpty() || replicas > inRegion(region).size()) {
            throw new HoldfastException(
                    ErrorCode.SCALE_IMPOSSIBLE, "%s can't have %d in %s".formatted(spec.name(), replicas, region));
        }
        effects.run("scale %s %d".formatted(region, replicas), () -> wanted.put(region, replicas));
    }
}
