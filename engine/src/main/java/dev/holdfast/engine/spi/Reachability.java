package dev.holdfast.engine.spi;

import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.topology.HostPort;
import java.time.Duration;

/** Looks at addresses from the places that Holdfast can look from. Never throws for what is down. */
public interface Reachability {

    /** What came of one look. */
    record Seen(Status status, String detail, Duration took) {}

    /**
     * Asks for a page; an answer of 2xx is healthy.
     *
     * @param vantage a local IP address to look from
     */
    Seen http(String vantage, String url, Duration limit);

    /** Connects and closes again. */
    Seen tcp(String vantage, HostPort address, Duration limit);
}
