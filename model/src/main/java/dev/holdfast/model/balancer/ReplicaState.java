package dev.holdfast.model.balancer;

/**
 * How many instances of a deployment run in a region.
 *
 * @param wanted what was asked for
 * @param ready how many of them serve
 * @param most how many the region has room for
 */
public record ReplicaState(String region, int wanted, int ready, int most) {}
