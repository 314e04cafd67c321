package dev.holdfast.engine.detection;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a standby is behind its primary, as far as a promotion of it would lose something.
 *
 * @param answers whether it can be asked at all
 * @param bytes of log that it has not received
 * @param time since the newest commit that it has; zero when it has everything, empty when that is not known
 */
public record StandbyLag(String standby, boolean answers, long bytes, Optional<Duration> time) {

    /** Whether promoting it would lose no more than this. */
    public boolean within(Duration rpo) {
        return answers && time.filter(lag -> lag.compareTo(rpo) <= 0).isPresent();
    }
}
