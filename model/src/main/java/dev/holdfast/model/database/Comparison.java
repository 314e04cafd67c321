package dev.holdfast.model.database;

import java.time.Duration;
import java.util.List;

/**
 * The data of a primary and its standbys, compared at one point of the log.
 *
 * @param at the position at which all were read
 * @param paused how long writers had to wait while the snapshots were taken
 * @param tables how many tables were compared
 * @param rows how many rows the primary has in them
 * @param standbys the standbys that were compared
 * @param differences empty when the data is the same
 */
public record Comparison(
        Lsn at, Duration paused, int tables, long rows, List<String> standbys, List<Difference> differences) {

    public Comparison {
        standbys = List.copyOf(standbys);
        differences = List.copyOf(differences);
    }

    /**
     * A range of keys of one table that differs on one standby.
     *
     * @param range such as {@code id 1024..2047}, or {@code whole table} when it has no key
     */
    public record Difference(String standby, String table, String range, long primaryRows, long standbyRows) {}
}
