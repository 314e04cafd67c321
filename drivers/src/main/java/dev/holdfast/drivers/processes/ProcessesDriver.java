package dev.holdfast.drivers.processes;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.WorkloadDriver;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.topology.DeploymentSpec;
import java.util.function.Function;

/** Binds deployments that a topology gives the driver {@code processes}. */
public final class ProcessesDriver implements WorkloadDriver {

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public Workloads bind(DeploymentSpec spec, Function<String, HostCommands> hosts) {
        return new ProcessWorkloads(spec, hosts);
    }
}
