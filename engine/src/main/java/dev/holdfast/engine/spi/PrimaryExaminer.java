package dev.holdfast.engine.spi;

import dev.holdfast.model.detection.Verdict;
import java.time.Duration;

/**
 * Finds out whether the primary of a database is down. Where a watch runs in this process, the answer is its verdict of this
 * moment; else one is formed from new looks, which takes as long as silence must last to mean something.
 */
public interface PrimaryExaminer {

    /** Looks from several independent sources; never throws for a server that is down. */
    Verdict examine(String database, Duration limit);
}
