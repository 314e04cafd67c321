package dev.holdfast.lab.traffic;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What traffic to make.
 *
 * @param ledgerDirectory where each region's ledgers go; one directory for one run
 * @param rates what the clients of each region do
 * @param timeout after which a client gives up on an answer
 * @param duration how long to run; until it is stopped, when empty
 */
public record TrafficOptions(
        Path ledgerDirectory, List<TrafficRegion> regions, Rates rates, Duration timeout, Optional<Duration> duration) {

    public static final Duration TIMEOUT = Duration.ofMillis(2500);

    public TrafficOptions {
        regions = List.copyOf(regions);
    }

    /**
     * What the clients of one region do, all together.
     *
     * @param writes a second
     * @param reads a second
     * @param sockets whether each client holds a WebSocket
     */
    public record Rates(double writes, double reads, boolean sockets) {
        /** Clients that go straight to their region's entrance. */
        public static final Rates STRAIGHT = new Rates(40, 20, false);

        /** Clients that follow DNS. */
        public static final Rates ROAMING = new Rates(24, 12, true);
    }

    /** The lab's usual traffic, until it is stopped. */
    public static TrafficOptions usual(Path ledgerDirectory, List<TrafficRegion> regions) {
        return new TrafficOptions(ledgerDirectory, regions, Rates.STRAIGHT, TIMEOUT, Optional.empty());
    }
}
