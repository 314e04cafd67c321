package dev.holdfast.lab.judge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the clients went: which region's entrance every request was sent to, and every WebSocket led to. A region is named by the
 * address of its entrance when nobody named it.
 *
 * @param clients one entry a home region, in the order that was asked for
 * @param visits every request that was sent to an entrance, in the order of sending
 * @param stays every time that a WebSocket was open, or was tried in vain
 */
public record Routing(List<ClientsOfRegion> clients, List<Visit> visits, List<Stay> stays, Sockets sockets) {

    public Routing {
        clients = List.copyOf(clients);
        visits = List.copyOf(visits);
        stays = List.copyOf(stays);
    }

    /**
     * A request.
     *
     * @param client the address it came from
     * @param home the client's region
     * @param region whose entrance it was sent to
     * @param failed whether it came to nothing, as with an entrance that does not answer
     */
    public record Visit(Instant at, String client, String home, String region, boolean failed) {}

    /**
     * A WebSocket at one entrance.
     *
     * @param region whose entrance it leads to
     * @param until when something was heard last; the attempt, for one that failed
     */
    public record Stay(String client, String home, String region, Instant from, Instant until, boolean failed) {}

    /** Who still went to a region after a given moment. */
    public Tail tail(String region, Instant since) {
        List<Visit> late = visits.stream()
                .filter(visit -> visit.region().equals(region) && visit.at().isAfter(since))
                .toList();
        List<Stay> held = stays.stream()
                .filter(stay -> stay.region().equals(region) && stay.until().isAfter(since))
                .toList();
        Optional<Instant> last = late.stream().map(Visit::at).max(Instant::compareTo);
        Optional<Instant> lastHeld = held.stream().map(Stay::until).max(Instant::compareTo);
        return new Tail(
                region,
                since,
                late.size(),
                late.stream().filter(Visit::failed).count(),
                last,
                held.stream().filter(stay -> !stay.failed()).count(),
                lastHeld);
    }
}
