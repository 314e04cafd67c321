package dev.holdfast.lab.judge;

import java.util.Map;
import java.util.Optional;

/**
 * How the clients of one home region fared, each for itself: while half of them are served, the region as a whole has no outage.
 *
 * @param region their home
 * @param clients how many of them had a write acknowledged before the fault
 * @param slowest the one that waited longest for an acknowledgement after the fault; one that was never served again before all others
 * @param before acknowledged writes before the fault, by the region whose entrance they were sent to
 * @param after the same after the fault
 */
public record ClientsOfRegion(
        String region, int clients, Optional<Waiting> slowest, Map<String, Long> before, Map<String, Long> after) {

    public ClientsOfRegion {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    /**
     * The longest time that a client went without an acknowledged write.
     *
     * @param servedBy the region whose entrance took the write that ended it
     */
    public record Waiting(String client, String country, Outage outage, Optional<String> servedBy) {}
}
