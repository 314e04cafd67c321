package dev.holdfast.engine.spi;

import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.balancer.InstanceState;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.topology.DeploymentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The instances of a deployment. */
public interface Workloads {

    DeploymentSpec spec();

    /** Asks every instance at once, in the order of the topology; one that nobody asked to run is {@code ABSENT}. */
    List<InstanceState> instances(Duration limit);

    InstanceState instance(String name, Duration limit);

    /** Stops the instance gracefully and starts it again; returns when the new process runs, ready or not. */
    void restart(String instance, Duration limit);

    /** Sets some settings of an instance, and lets the running process take them over. Repeatable. */
    void configure(String instance, Map<String, String> settings, Duration limit);

    /** Writes and reads back a record as a client of that region does. Never throws for a service that is down. */
    ClientRequest requestAsClient(String region, Duration limit);

    /** How many instances run in each region, in the order of the topology's regions. */
    List<ReplicaState> replicas(Duration limit);

    /**
     * Asks for so many instances in a region; returns when that was taken, before they are ready. Repeatable.
     *
     * @throws dev.holdfast.model.error.HoldfastException {@code SCALE_IMPOSSIBLE} when they can't be had, {@code
     *     ORCHESTRATOR_UNREACHABLE}, {@code ORCHESTRATOR_FORBIDS} or {@code ORCHESTRATOR_CONFLICT} when they were not taken
     */
    void scale(String region, int replicas, Duration limit);
}
