package dev.holdfast.engine.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * After an automatic run has ended, however it ended, no other one of the same trigger starts for a while. Pure.
 *
 * <p>What breaks again so soon was not cured by a failover, and the next one would take another server from a cluster that is
 * short of them. A run that is unfinished is no reason to wait: it is finished.
 *
 * @param length how long
 */
public record CoolDown(Duration length) {

    /** Until when nothing is started by itself; empty when something may be. */
    public Optional<Instant> until(Optional<Instant> lastEnd, Instant now) {
        return lastEnd.map(end -> end.plus(length)).filter(now::isBefore);
    }
}
