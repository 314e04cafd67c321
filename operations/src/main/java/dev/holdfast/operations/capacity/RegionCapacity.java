package dev.holdfast.operations.capacity;

import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import java.util.List;
import java.util.Optional;

/**
 * How much of a deployment's traffic a region can carry. Pure.
 *
 * @param usual how many instances run there in good times
 * @param perInstance requests a second that one instance can serve; empty when nobody has measured it
 */
public record RegionCapacity(ReplicaState replicas, int usual, Optional<Integer> perInstance) {
    /** Above this share of what an instance can serve, requests begin to wait. */
    public static final double FULL = 0.8;

    private static final String USUAL = "replicas";

    public static RegionCapacity of(DeploymentSpec deployment, ReplicaState replicas) {
        return new RegionCapacity(replicas, usual(deployment, replicas.region()), deployment.capacity());
    }

    public static List<RegionCapacity> of(DeploymentSpec deployment, List<ReplicaState> replicas) {
        return replicas.stream().map(state -> of(deployment, state)).toList();
    }

    /** How many instances run in a region in good times: as the topology says, else all that it names. */
    public static int usual(DeploymentSpec deployment, String region) {
        int named = (int) deployment.instances().stream()
                .map(InstanceSpec::region)
                .filter(region::equals)
                .count();
        return Optional.ofNullable(deployment.settings().get(USUAL))
                .filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .orElse(named);
    }

    public String region() {
        return replicas.region();
    }

    /** Requests a second that so many instances carry without letting anybody wait. */
    public Optional<Double> carriedBy(int instances) {
        return perInstance.map(each -> instances * each * FULL);
    }

    /** Requests a second that those which are ready carry without letting anybody wait. */
    public Optional<Double> carries() {
        return carriedBy(replicas.ready());
    }

    /** Requests a second when there are as many instances as the region has room for. */
    public Optional<Double> couldCarry() {
        return carriedBy(replicas.most());
    }

    /** How many instances carry so much; at least one. */
    public Optional<Integer> instancesFor(double requests) {
        return perInstance.map(each -> Math.max(1, (int) Math.ceil(requests / (each * FULL) - 1e-9)));
    }

    /** How many instances a factor of the usual number is, rounded up; at least one. */
    public int times(double factor) {
        return Math.max(1, (int) Math.ceil(usual * factor - 1e-9));
    }

    /** What share of all that the ready instances can serve is used; empty when that is unknown. Over 1 when none is ready. */
    public Optional<Double> saturation(TrafficRate rate) {
        return perInstance.map(each -> replicas.ready() == 0
                ? (rate.requests() > 0 ? Double.POSITIVE_INFINITY : 0)
                : rate.requests() / (each * replicas.ready()));
    }
}
