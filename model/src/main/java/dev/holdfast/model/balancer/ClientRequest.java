package dev.holdfast.model.balancer;

import java.time.Duration;

/**
 * A request that took the clients' own path.
 *
 * @param region whose entrance it came in at
 * @param served whether it was answered as a client would want
 * @param detail what was sent and what came back
 */
public record ClientRequest(String region, boolean served, String detail, Duration took) {}
