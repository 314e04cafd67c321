package dev.holdfast.lab.judge;

import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What to judge.
 *
 * @param ledgerDirectory the ledgers of one run of the traffic, against one database
 * @param regions whose clients must have been served; one whose ledger is missing counts as a region without traffic
 * @param from when the traffic was known to flow
 * @param until when the traffic was told to stop; silence after it means nothing
 * @param database where the rows are: the primary as it is now
 */
public record JudgeInput(
        Path ledgerDirectory, List<String> regions, Instant from, Instant faultAt, Instant until, Rows database) {

    public JudgeInput {
        regions = List.copyOf(regions);
        if (faultAt.isBefore(from) || until.isBefore(faultAt)) {
            throw new IllegalArgumentException(
                    "from %s, fault %s and until %s are not in order".formatted(from, faultAt, until));
        }
    }

    /** The database that holds the rows. */
    public record Rows(HostPort server, String database, String user) {}
}
