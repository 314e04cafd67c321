package dev.holdfast.lab.judge;

import dev.holdfast.lab.traffic.SocketEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of the clients' WebSockets.
 *
 * @param held how many were open at the fault
 * @param neverOpened how many clients tried, and never had one
 * @param drops every loss after the fault, in order
 */
public record Sockets(long held, long neverOpened, List<Drop> drops) {

    public Sockets {
        drops = List.copyOf(drops);
    }

    /**
     * A WebSocket that was lost.
     *
     * @param home the client's region
     * @param region whose entrance it led to
     * @param away from when the client last heard something to the next heartbeat; to the end of what was observed when none came
     * @param back where it was opened again; empty when it was not
     */
    public record Drop(
            UUID socket,
            String client,
            String home,
            String region,
            Instant at,
            SocketEntry.Reason reason,
            Duration away,
            Optional<Back> back) {}

    /** A WebSocket that is open again. */
    public record Back(Instant at, String region) {}

    public long dropped() {
        return drops.size();
    }

    public long reconnected() {
        return drops.stream().filter(drop -> drop.back().isPresent()).count();
    }

    /** Losses without a reconnect. */
    public List<Drop> notBack() {
        return drops.stream().filter(drop -> drop.back().isEmpty()).toList();
    }

    public Optional<Duration> longestAway() {
        return drops.stream().map(Drop::away).max(Comparator.naturalOrder());
    }
}
