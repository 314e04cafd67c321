package dev.holdfast.drivers.processes;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.Entrance;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The processes of a deployment. */
final class ProcessWorkloads implements Workloads {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** For one look at a process that stops or starts: it may take a connection and never answer. */
    private static final Duration ONE_LOOK = Duration.ofSeconds(1);

    private final DeploymentSpec spec;
    private final Function<String, HostCommands> hosts;

    ProcessWorkloads(DeploymentSpec spec, Function<String, HostCommands> hosts) {
        this.spec = spec;
        this.hosts = hosts;
    }

    @Override
    public DeploymentSpec spec() {
        return spec;
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        try (HttpSession http = new HttpSession()) {
            // Every look is started before the first answer is waited for.
            List<Instance.Look> looks = spec.instances().stream()
                    .map(instance -> new Instance(instance, http).look(deadline))
                    .toList();
            return looks.stream().map(Instance.Look::state).toList();
        }
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        InstanceSpec instance = find(name);
        try (HttpSession http = new HttpSession()) {
            return new Instance(instance, http).look(Deadline.in(limit)).state();
        }
    }

    @Override
    public void restart(String name, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec spec = find(name);
        try (HttpSession http = new HttpSession()) {
            Instance instance = new Instance(spec, http);
            String before = instance.about(deadline.within(ONE_LOOK)).incarnation();
            runOnHost(spec, spec.restartCommand(), deadline);
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

    @Override
    public void configure(String name, Map<String, String> settings, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec spec = find(name);
        if (settings.isEmpty()) {
            return;
        }
        runOnHost(spec, SettingsFile.script(spec.configFile(), settings), deadline);
        try (HttpSession http = new HttpSession()) {
            takeOver(new Instance(spec, http), settings, deadline);
        }
    }

    private static void takeOver(Instance instance, Map<String, String> settings, Deadline deadline) {
        InstanceSpec spec = instance.spec();
        Reply reloaded = instance.reload(deadline);
        if (!reloaded.is(200)) {
            throw new HoldfastException(
                    ErrorCode.INSTANCE_NOT_READY,
                    "configuring %s: %s has %s, but its process did not read it: %s"
                            .formatted(spec.name(), spec.configFile(), settings, reloaded.text()));
        }
        Instance.About now = instance.about(deadline);
        if (!now.isOf(spec) || !now.settings().entrySet().containsAll(settings.entrySet())) {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN,
                    "configuring %s with %s: its /info: %s"
                            .formatted(spec.name(), settings, now.reply().text()));
        }
    }

    @Override
    public ClientRequest requestAsClient(String region, Duration limit) {
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
        return ClientOrder.of(region).send(entrance, Deadline.in(limit));
    }

    private void runOnHost(InstanceSpec instance, String script, Deadline deadline) {
        HostCommands.Result result = hosts.apply(instance.host()).run(script, deadline.remaining());
        if (!result.succeeded()) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED,
                    "instance %s, on host %s, exit code %d: %s%nof: %s"
                            .formatted(
                                    instance.name(),
                                    instance.host(),
                                    result.exitCode(),
                                    (result.errors() + result.output()).strip(),
                                    script));
        }
    }

    private InstanceSpec find(String name) {
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

    @Override
    public List<ReplicaState> replicas(Duration limit) {
        List<InstanceState> states = instances(limit);
        return spec.instances().stream()
                .map(InstanceSpec::region)
                .distinct()
                .map(region -> replicas(region, states))
                .toList();
    }

    private ReplicaState replicas(String region, List<InstanceState> states) {
        List<String> names = spec.instances().stream()
                .filter(instance -> instance.region().equals(region))
                .map(InstanceSpec::name)
                .toList();
        int ready = (int) states.stream()
                .filter(state -> names.contains(state.name()) && state.health() == InstanceState.Health.READY)
                .count();
        return new ReplicaState(region, names.size(), ready, names.size());
    }

    @Override
    public void scale(String region, int replicas, Duration limit) {
        throw new HoldfastException(
                ErrorCode.SCALE_IMPOSSIBLE,
                "deployment %s is made of fixed processes; nobody but its administrator can add one"
                        .formatted(spec.name()));
    }
}
