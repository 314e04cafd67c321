package dev.holdfast.lab.judge;

import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What to judge.
 *
 * @param ledgerDirectory the ledgers of one run of the traffic, against one database
 * @param regions whose clients must have been served; one whose ledger is missing counts as a region without traffic
 * @param from when the traffic was known to flow
 * @param until when the traffic was told to stop; silence after it means nothing
 * @param database where the rows are: the primary as it is now
 * @param entrances for each region the IP address at which clients come in; may be empty
 */
public record JudgeInput(
        Path ledgerDirectory,
        List<String> regions,
        Instant from,
        Instant faultAt,
        Instant until,
        Rows database,
        Map<String, String> entrances) {

    public JudgeInput {
        regions = List.copyOf(regions);
        entrances = Map.copyOf(entrances);
        if (faultAt.isBefore(from) || until.isBefore(faultAt)) {
            throw new IllegalArgumentException(
                    "from %s, fault %s and until %s are not in order".formatted(from, faultAt, until));
        }
    }

    /** For clients that go straight to the entrance of their region. */
    public JudgeInput(
            Path ledgerDirectory, List<String> regions, Instant from, Instant faultAt, Instant until, Rows database) {
        this(ledgerDirectory, regions, from, faultAt, until, database, Map.of());
    }

    /** The region with this entrance; the address itself when it belongs to none that was named. */
    String regionAt(String address) {
        return entrances.entrySet().stream()
                .filter(entrance -> entrance.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(address);
    }

    /** The database that holds the rows. */
    public record Rows(HostPort server, String database, String user) {}
}
