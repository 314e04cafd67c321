package dev.holdfast.drivers.kubernetes;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.drivers.service.ServiceInstances;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The pods of a deployment. What an instance does is asked of the instance itself; which ones run, of Kubernetes. */
final class KubernetesWorkloads implements Workloads {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final DeploymentSpec spec;
    private final ServiceInstances service;
    private final KubernetesApi api;

    KubernetesWorkloads(DeploymentSpec spec, KubernetesSettings settings) {
        this.spec = spec;
        this.service = new ServiceInstances(spec);
        this.api = new KubernetesApi(settings);
    }

    @Override
    public DeploymentSpec spec() {
        return spec;
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        return Parallel.both(() -> service.look(deadline), () -> PodBook.of(api, regions(), deadline), this::joined);
    }

    private List<InstanceState> joined(List<InstanceState> states, PodBook pods) {
        return states.stream()
                .map(state -> pods.explain(service.find(state.name()), state))
                .toList();
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec instance = service.find(name);
        InstanceState state = service.look(instance, deadline);
        return state.health() == Health.UNREACHABLE
                ? PodBook.of(api, List.of(instance.region()), deadline).explain(instance, state)
                : state;
    }

    private List<String> regions() {
        return spec.instances().stream().map(InstanceSpec::region).distinct().toList();
    }

    /** Ends the pod; the one that comes in its place is another process at the same address. */
    @Override
    public void restart(String name, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec instance = service.find(name);
        service.replace(instance, deadline, () -> api.endPod(instance.region(), name, deadline));
    }

    /** The settings are those of all pods in the region; each takes them over when it is told to, or starts. */
    @Override
    public void configure(String name, Map<String, String> settings, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec instance = service.find(name);
        if (settings.isEmpty()) {
            return;
        }
        api.configure(instance.region(), settings, deadline);
        if (instance(name, deadline.remaining()).health() != Health.ABSENT) {
            takeOver(instance, settings, deadline);
        }
    }

    /** It takes a while until what was set stands in the file of a pod. */
    private void takeOver(InstanceSpec instance, Map<String, String> settings, Deadline deadline) {
        Optional<HoldfastException> unproven = Optional.empty();
        while (true) {
            try {
                service.takeOver(instance, settings, "the config map", deadline);
                return;
            } catch (HoldfastException e) {
                boolean early =
                        e.code() == ErrorCode.NOT_PROVEN && deadline.remaining().compareTo(BETWEEN_TRIES) > 0;
                if (!early) {
                    throw telling(unproven, e);
                }
                unproven = Optional.of(e);
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /** The last try has little time left, and may fail for that alone; what the tries before it saw says more. */
    private static HoldfastException telling(Optional<HoldfastException> unproven, HoldfastException last) {
        unproven.ifPresent(before -> before.addSuppressed(last));
        return unproven.orElse(last);
    }

    @Override
    public ClientRequest requestAsClient(String region, Duration limit) {
        return service.requestAsClient(region, Deadline.in(limit));
    }

    @Override
    public List<ReplicaState> replicas(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        return Parallel.each(regions(), region -> {
            KubernetesApi.Replicas replicas = api.replicas(region, deadline);
            return new ReplicaState(region, replicas.wanted(), replicas.ready(), most(region));
        });
    }

    private int most(String region) {
        return (int) spec.instances().stream()
                .filter(instance -> instance.region().equals(region))
                .count();
    }

    @Override
    public void scale(String region, int replicas, Duration limit) {
        int most = most(region);
        if (replicas < 0 || replicas > most) {
            throw new HoldfastException(
                    ErrorCode.SCALE_IMPOSSIBLE,
                    "%d instances of %s in %s; the topology has places for %d"
                            .formatted(replicas, spec.name(), region, most));
        }
        api.scale(region, replicas, Deadline.in(limit));
    }
}
