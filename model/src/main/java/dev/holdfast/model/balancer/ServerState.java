package dev.holdfast.model.balancer;

/**
 * A server behind a load balancer.
 *
 * @param name as in the topology
 * @param admin what an operator asked for
 * @param up whether traffic is sent to it
 * @param sessions open now
 */
public record ServerState(String name, Admin admin, boolean up, int sessions) {

    /** What an operator asked for. */
    public enum Admin {
        READY,
        DRAIN,
        MAINT
    }
}
