package dev.holdfast.model.topology;

/**
 * A load balancer.
 *
 * @param driver which driver speaks to it, such as {@code haproxy}
 * @param control where its control interface listens
 */
public record BalancerSpec(String name, String region, String driver, HostPort control) {}
