package dev.holdfast.engine.forecast;

import java.time.Duration;
import java.util.List;

/**
 * What would happen if a region were lost now.
 *
 * @param down whether it is down already, and this is about what would happen from here on
 * @param runbook what would be executed
 * @param time until clients are led elsewhere; those that keep an old answer come after its DNS TTL
 * @param obstacles what would stand in the way, one sentence each
 */
public record RegionForecast(
        String region, boolean down, String runbook, RecoveryTime time, RegionImpact impact, List<String> obstacles) {
    public RegionForecast {
        obstacles = List.copyOf(obstacles);
    }

    /** From the loss until the last client that honours the TTL is served. */
    public Span served() {
        Duration ttl = impact.dnsTtl();
        return time.total().plus(new Span(ttl, ttl));
    }

    /** Whether clients would be served again within the objective of the database that is lost with the region, also at worst. */
    public boolean meetsRto() {
        return impact.rto()
                .map(objective -> served().worst().compareTo(objective) <= 0)
                .orElse(true);
    }

    /** Whether no more would be lost than the objectives allow: of a database, and of what only that region has. */
    public boolean meetsRpo() {
        boolean database = impact.rpo()
                .map(objective ->
                        impact.loss().filter(loss -> loss.within(objective)).isPresent())
                .orElse(true);
        return database && impact.names("data-over-rpo").isEmpty();
    }

    /** Whether everything that clients need would be there again, as far as is known. */
    public boolean isGood() {
        boolean carried =
                impact.capacity() == RegionImpact.Capacity.ENOUGH || impact.capacity() == RegionImpact.Capacity.SCALE;
        boolean takenOver = impact.primaryLost().isEmpty() || impact.loss().isPresent();
        return carried
                && takenOver
                && meetsRto()
                && meetsRpo()
                && impact.unknowns().isEmpty();
    }
}
