package dev.holdfast.drivers.kubernetes;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.WorkloadDriver;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.topology.DeploymentSpec;
import java.util.function.Function;

/** Binds deployments that a topology gives the driver {@code kubernetes}. */
public final class KubernetesDriver implements WorkloadDriver {

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public Workloads bind(DeploymentSpec spec, Function<String, HostCommands> hosts) {
        return new KubernetesWorkloads(spec, KubernetesSettings.of(spec));
    }
}
