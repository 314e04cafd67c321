package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.BalancerSpec;
import java.util.function.Function;

/** Binds load balancers of one kind. Found through {@link java.util.ServiceLoader}. */
public interface BalancerDriver {

    /** What a topology calls it. */
    String name();

    /** Binds a load balancer. Opens no connection yet. */
    LoadBalancer bind(BalancerSpec spec, Function<String, HostCommands> hosts);
}
