package dev.holdfast.lab.judge;

import dev.holdfast.lab.traffic.LedgerEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the clients' ledgers and the rows prove.
 *
 * @param overall all regions as one: its outage is the time in which nobody anywhere was served
 * @param durability empty when the rows could not be read
 * @param routing where the clients went, and what became of their WebSockets
 * @param obstacles every reason why this is no recovery
 */
public record Judgement(
        Service overall,
        List<Service> regions,
        Optional<Durability> durability,
        Contradictions contradictions,
        Evidence evidence,
        Routing routing,
        List<Obstacle> obstacles) {

    public Judgement {
        regions = List.copyOf(regions);
        obstacles = List.copyOf(obstacles);
    }

    /**
     * Reads that returned something else than had been acknowledged before they were sent.
     *
     * @param examples twenty at most
     */
    public record Contradictions(long reads, List<LedgerEntry.Read> examples) {
        public Contradictions {
            examples = List.copyOf(examples);
        }
    }

    /**
     * How much there was to judge from.
     *
     * @param brokenLines that could not be read, such as one that a crash cut in half: what they said is unknown
     */
    public record Evidence(long lines, long brokenLines) {}

    /** Clients of every region are served again, and the rows could be examined. Says nothing about what was lost. */
    public boolean recovered() {
        return obstacles.isEmpty();
    }

    /** Every promise that was examined was kept. False when none could be examined. */
    public boolean faithful() {
        return contradictions.reads() == 0
                && durability
                        .filter(rows -> rows.lost() == 0 && rows.doubleRows() == 0)
                        .isPresent();
    }

    /** Who still went to a region after a given moment. */
    public Tail tail(String region, Instant since) {
        return routing.tail(region, since);
    }

    /** The time without acknowledged writes in the region that waited longest; an ongoing one outlasts every other. */
    public Optional<Outage> longestOutage() {
        return regions.stream()
                .flatMap(region -> region.outage().stream())
                .max(Comparator.comparing(Outage::ongoing).thenComparing(Outage::length));
    }
}
