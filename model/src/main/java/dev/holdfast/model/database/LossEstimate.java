package dev.holdfast.model.database;

import java.time.Duration;
import java.util.Optional;

/**
 * What would be lost of the acknowledged writes if a standby were promoted now.
 *
 * @param candidate the standby
 * @param known whether there is anything to estimate from; when not, the figures mean nothing
 * @param provenZero whether synchronous replication proves that no acknowledged write is lost
 * @param bytes of log that the candidate lacks
 * @param time between the candidate's last commit and the last sign of the old primary
 * @param transactions estimated from the rate before the failure
 * @param reason how the figures were come by
 */
public record LossEstimate(
        String candidate,
        boolean known,
        boolean provenZero,
        long bytes,
        Duration time,
        long transactions,
        String reason) {

    /** Whether the loss is known and stays within the recovery point objective. */
    public boolean within(Duration rpo) {
        return provenZero || (known && time.compareTo(rpo) <= 0);
    }

    /** The figure that a person must repeat to accept the loss: seconds, rounded up, or {@code unknown}. */
    public String figure() {
        if (provenZero) {
            return "0s";
        }
        return known ? Math.ceilDiv(time.toMillis(), 1000L) + "s" : "unknown";
    }

    public Optional<String> shortfall(Duration rpo) {
        return within(rpo) ? Optional.empty() : Optional.of(figure() + ", RPO " + rpo.toSeconds() + "s");
    }
}
