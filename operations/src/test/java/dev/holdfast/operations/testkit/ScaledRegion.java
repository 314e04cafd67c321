package dev.holdfast.operations.testkit;

import dev.holdfast.model.balancer.ServerState.Admin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One region in memory: its slots, which of them run, what its load balancer does with them, and its traffic. */
public final class ScaledRegion {
    final String name;
    final List<String> slots;
    final Set<String> running = new TreeSet<>();
    final Map<String, Admin> admin = new LinkedHashMap<>();
    int wanted;
    /** What the load balancer does not let in, whatever it is told. */
    final Set<String> shunned = new TreeSet<>();
    /** Instances that never become ready. */
    int stillborn;

    boolean silent;
    String incarnation = "1";
    double requests;
    double failures;
    double retries;
    int queued;
    Duration response = Duration.ofMillis(10);
    double totalRequests;
    double totalFailures;
    double totalRetries;
    private long countedAt;

    ScaledRegion(String name, List<String> slots, int usual) {
        this.name = name;
        this.slots = List.copyOf(slots);
        slots.forEach(slot -> admin.put(slot, Admin.READY));
        scale(usual);
    }

    /** Like an orchestrator: the lowest free slot is filled first, the highest one is emptied first. */
    void scale(int replicas) {
        wanted = replicas;
        running.clear();
        running.addAll(slots.subList(0, replicas));
    }

    List<String> ready() {
        List<String> alive = slots.stream().filter(running::contains).toList();
        return alive.subList(0, Math.max(0, alive.size() - stillborn));
    }

    boolean up(String slot) {
        return admin.get(slot) == Admin.READY && ready().contains(slot) && !shunned.contains(slot);
    }

    /** Lets the counters count until now. */
    void count(long nanos) {
        double seconds = (nanos - countedAt) / 1e9;
        totalRequests += requests * seconds;
        totalFailures += failures * seconds;
        totalRetries += retries * seconds;
        countedAt = nanos;
    }
}
