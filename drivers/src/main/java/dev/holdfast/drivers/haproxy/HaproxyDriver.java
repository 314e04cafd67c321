package dev.holdfast.drivers.haproxy;

import dev.holdfast.engine.spi.BalancerDriver;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.topology.BalancerSpec;
import java.util.function.Function;

/** Binds load balancers that a topology gives the driver {@code haproxy}. */
public final class HaproxyDriver implements BalancerDriver {

    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public LoadBalancer bind(BalancerSpec spec, Function<String, HostCommands> hosts) {
        return new HaproxyBalancer(spec, hosts);
    }
}
