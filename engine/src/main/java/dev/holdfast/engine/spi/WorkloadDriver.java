package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.DeploymentSpec;
import java.util.function.Function;

/** Binds deployments of one kind. Found through {@link java.util.ServiceLoader}. */
public interface WorkloadDriver {

    /** What a topology calls it. */
    String name();

    /** Binds a deployment. Opens no connection yet. */
    Workloads bind(DeploymentSpec spec, Function<String, HostCommands> hosts);
}
