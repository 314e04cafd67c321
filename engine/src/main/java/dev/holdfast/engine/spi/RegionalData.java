package dev.holdfast.engine.spi;

import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Data that each region has of its own, and its copies in other regions. */
public interface RegionalData {

    RegionalDataSpec spec();

    /**
     * Compares the copy in one region with the data of another, by checksums.
     *
     * @param source the region whose data it is
     * @param target the region with the copy
     */
    CopyState compare(String source, String target, Duration limit);

    /** As of when the copy in one region is, asked only there: the region whose data it is may be lost. Empty when there is none. */
    Optional<Instant> copiedAt(String source, String target, Duration limit);

    /**
     * Copies what differs. What was interrupted goes on where it stopped when it is called again; the old copy stays whole and in
     * use until the new one is complete.
     *
     * @param bytesPerSecond the most that it takes from the network; empty for no limit
     * @param progress is told about it, in words
     */
    void copy(String source, String target, Optional<Long> bytesPerSecond, Consumer<String> progress, Duration limit);
}
