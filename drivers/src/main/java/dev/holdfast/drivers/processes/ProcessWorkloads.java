package dev.holdfast.drivers.processes;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.service.ServiceInstances;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The processes of a deployment. */
final class ProcessWorkloads implements Workloads {
    private final DeploymentSpec spec;
    private final ServiceInstances service;
    private final Function<String, HostCommands> hosts;

    ProcessWorkloads(DeploymentSpec spec, Function<String, HostCommands> hosts) {
        this.spec = spec;
        this.service = new ServiceInstances(spec);
        this.hosts = hosts;
    }

    @Override
    public DeploymentSpec spec() {
        return spec;
    }

    @Override
    public List<InstanceState> instances(Duration limit) {
        return service.look(Deadline.in(limit));
    }

    @Override
    public InstanceState instance(String name, Duration limit) {
        return service.look(service.find(name), Deadline.in(limit));
    }

    @Override
    public void restart(String name, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec instance = service.find(name);
        service.replace(instance, deadline, () -> runOnHost(instance, instance.restartCommand(), deadline));
    }

    @Override
    public void configure(String name, Map<String, String> settings, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        InstanceSpec instance = service.find(name);
        if (settings.isEmpty()) {
            return;
        }
        runOnHost(instance, SettingsFile.script(instance.configFile(), settings), deadline);
        service.takeOver(instance, settings, instance.configFile(), deadline);
    }

    @Override
    public ClientRequest requestAsClient(String region, Duration limit) {
        return service.requestAsClient(region, Deadline.in(limit));
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
