package dev.holdfast.engine.spi;

import dev.holdfast.model.database.Comparison;
import java.time.Duration;
import java.util.List;

/** Reads the data of a cluster. */
public interface DatabaseContents {

    /**
     * Compares every table of the primary with the standbys, at one point of the log.
     *
     * @param standbys whom to compare
     * @param rows whether the rows are compared by checksum, or only their number
     * @param longestPause how long writers may be kept waiting while snapshots are taken
     */
    Comparison compare(String primary, List<String> standbys, boolean rows, Duration longestPause, Duration limit);
}
