package dev.holdfast.model.topology;

import java.util.Map;

/**
 * A load balancer.
 *
 * @param driver which driver speaks to it, such as {@code haproxy}
 * @param control where its control interface listens
 * @param settings of the driver, such as where it keeps its state over a reload
 */
public record BalancerSpec(String name, String region, String driver, HostPort control, Map<String, String> settings) {
    public BalancerSpec {
        settings = Map.copyOf(settings);
    }

    public BalancerSpec(String name, String region, String driver, HostPort control) {
        this(name, region, driver, control, Map.of());
    }
}
