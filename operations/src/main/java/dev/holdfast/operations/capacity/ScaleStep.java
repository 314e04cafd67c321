package dev.holdfast.operations.capacity;

import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.topology.DeploymentSpec;

/**
 * How many instances of a deployment a region has and is to have. Pure.
 *
 * @param now what it has
 * @param asked what it is to have, whether there is room for so many or not
 */
public record ScaleStep(DeploymentSpec deployment, ReplicaState now, int asked) {

    public String region() {
        return now.region();
    }

    /** As many of those that are asked for as there is room for. */
    public int target() {
        return Math.min(asked, now.most());
    }

    /** How many there is no room for. */
    public int missing() {
        return asked - target();
    }

    public boolean isDone() {
        return now.wanted() == target() && now.ready() >= target();
    }

    public boolean takesAway() {
        return target() < now.wanted();
    }

    /** What would be done, for people. */
    public String change() {
        return now.wanted() == target()
                ? "%s in %s: wait until all %d instances are ready and let in (%d are ready)"
                        .formatted(deployment.name(), region(), target(), now.ready())
                : "%s in %s: from %d to %d instances (room for %d)"
                        .formatted(deployment.name(), region(), now.wanted(), target(), now.most());
    }

    /** The shortfall, for people. */
    public String shortfall() {
        return "%s in %s has room for %d of the %d instances asked for: %d would be missing"
                .formatted(deployment.name(), region(), now.most(), asked, missing());
    }

    public ScaleOrder order() {
        return new ScaleOrder(deployment.name(), region(), now.wanted(), target());
    }
}
