package dev.holdfast.drivers.service;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The instances of a deployment, asked for themselves and through the clients' path. */
public final class ServiceInstances {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** For one look at a process that stops or starts: it may take a connection and never answer. */
    private static final Duration ONE_LOOK = Duration.ofSeconds(1);

    private final DeploymentSpec spec;

    public ServiceInstances(DeploymentSpec spec) {
        this.spec = spec;
    }

    /** The instance of that name; fails when the topology has none. */
    public InstanceSpec find(String name) {
        return spec.instances().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "instance '%s'; deployment %s has %s"
                                .formatted(
                                        name,
                                        spec.name(),
                                        spec.instances().stream()
                                                .map(InstanceSpec::name)
                                                .toList())));
    }

    /** What each says of itself, asked at the same time, in the order of the topology. */
    public List<InstanceState> look(Deadline deadline) {
        try (HttpSession http = new HttpSession()) {
            // Every look is started before the first answer is waited for.
            List<Instance.Look> looks = spec.instances().stream()
                    .map(instance -> new Instance(instance, http).look(deadline))
                    .toList();
            return looks.stream().map(Instance.Look::state).toList();
        }
    }

    /** What one says of itself. */
    public InstanceState look(InstanceSpec instance, Deadline deadline) {
        try (HttpSession http = new HttpSession()) {
            return new Instance(instance, http).look(deadline).state();
        }
    }

    /** Replaces the process of an instance by another one, and returns when that runs, ready or not. */
    public void replace(InstanceSpec spec, Deadline deadline, Runnable replacing) {
        try (HttpSession http = new HttpSession()) {
            Instance instance = new Instance(spec, http);
            String before = instance.about(deadline.within(ONE_LOOK)).incarnation();
            replacing.run();
            awaitAnother(instance, before, deadline);
        }
    }

    private static void awaitAnother(Instance instance, String before, Deadline deadline) {
        Instance.About now = instance.about(deadline.within(ONE_LOOK));
        while (!now.isAnotherProcess(instance.spec(), before)) {
            if (deadline.remaining().compareTo(BETWEEN_LOOKS) <= 0) {
                throw new HoldfastException(
                        ErrorCode.INSTANCE_NOT_READY,
                        "restarting %s: no new process within %s, before it was '%s'; its /info: %s"
                                .formatted(
                                        instance.spec().name(),
                                        deadline.limit(),
                                        before,
                                        now.reply().text()));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            now = instance.about(deadline.within(ONE_LOOK));
        }
    }

    /**
     * Lets the running process read its settings again, and proves that it has these.
     *
     * @param written where the settings were written, for people
     */
    public void takeOver(InstanceSpec spec, Map<String, String> settings, String written, Deadline deadline) {
        try (HttpSession http = new HttpSession()) {
            Instance instance = new Instance(spec, http);
            Reply reloaded = instance.reload(deadline);
            if (!reloaded.is(200)) {
                throw new HoldfastException(
                        ErrorCode.INSTANCE_NOT_READY,
                        "configuring %s: %s has %s, but its process did not read it: %s"
                                .formatted(spec.name(), written, settings, reloaded.text()));
            }
            Instance.About now = instance.about(deadline);
            if (!now.isOf(spec) || !now.settings().entrySet().containsAll(settings.entrySet())) {
                throw new HoldfastException(
                        ErrorCode.NOT_PROVEN,
                        "configuring %s with %s: its /info: %s"
                                .formatted(spec.name(), settings, now.reply().text()));
            }
        }
    }

    /** Writes and reads back a record as a client of that region does. */
    public ClientRequest requestAsClient(String region, Deadline deadline) {
        Entrance entrance = spec.entrances().stream()
                .filter(one -> one.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "deployment %s has no entrance in region '%s'; it has them in %s"
                                .formatted(
                                        spec.name(),
                                        region,
                                        spec.entrances().stream()
                                                .map(Entrance::region)
                                                .toList())));
        return ClientOrder.of(region).send(entrance, deadline);
    }
}
