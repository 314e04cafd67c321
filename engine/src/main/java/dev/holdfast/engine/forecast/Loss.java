package dev.holdfast.engine.forecast;

import java.time.Duration;
import java.util.Optional;

/**
 * What would be lost.
 *
 * @param candidate the standby that would take over
 * @param time of acknowledged writes; empty when it can't be told
 * @param bytes of log
 * @param transactions about so many
 * @param reason how that is known
 */
public record Loss(String candidate, Optional<Duration> time, long bytes, long transactions, String reason) {

    /** Whether it stays within the recovery point objective. */
    public boolean within(Duration rpo) {
        return time.filter(lost -> lost.compareTo(rpo) <= 0).isPresent();
    }
}
