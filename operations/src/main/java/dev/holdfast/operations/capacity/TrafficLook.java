package dev.holdfast.operations.capacity;

import dev.holdfast.model.balancer.BalancerTraffic;
import java.time.Duration;

/**
 * What a load balancer's counters said at one moment.
 *
 * @param region of the load balancer
 * @param at since any beginning, only for differences
 */
public record TrafficLook(String region, BalancerTraffic traffic, Duration at) {}
