package dev.holdfast.lab.judge;

import dev.holdfast.lab.traffic.LedgerEntry;
import java.util.Map;
import java.util.Optional;

/**
 * How clients were served, from the beginning of the observation to its end.
 *
 * @param outage the longest time without acknowledged writes after the fault; empty when no write was ever acknowledged
 */
public record Service(String region, Optional<Outage> outage, Requests requests) {

    /**
     * What became of the requests.
     *
     * @param failed writes and reads
     * @param failedInOutage those of them that waited for an answer during the outage
     * @param failures the failed ones by kind; a kind that is not there did not occur
     */
    public record Requests(
            long acknowledged, long read, long failed, long failedInOutage, Map<LedgerEntry.Failure, Long> failures) {
        public Requests {
            failures = Map.copyOf(failures);
        }
    }
}
