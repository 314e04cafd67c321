package dev.holdfast.lab.traffic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What traffic to make.
 *
 * @param ledgerDirectory where each region's ledger goes; one directory for one run
 * @param writesPerSecond of each region
 * @param readsPerSecond of each region
 * @param timeout after which a client gives up on an answer
 * @param duration how long to run; until it is stopped, when empty
 */
public record TrafficOptions(
        Path ledgerDirectory,
        List<TrafficRegion> regions,
        double writesPerSecond,
        double readsPerSecond,
        Duration timeout,
        Optional<Duration> duration) {

    private static final double WRITES = 40;
    private static final double READS = 20;
    private static final Duration TIMEOUT = Duration.ofMillis(2500);

    public TrafficOptions {
        regions = List.copyOf(regions);
    }

    /** The lab's usual traffic, until it is stopped. */
    public static TrafficOptions usual(Path ledgerDirectory, List<TrafficRegion> regions) {
        return new TrafficOptions(ledgerDirectory, regions, WRITES, READS, TIMEOUT, Optional.empty());
    }
}
