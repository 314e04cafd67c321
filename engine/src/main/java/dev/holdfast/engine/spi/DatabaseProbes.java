package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.HostPort;

/** Makes probes for the detection. */
public interface DatabaseProbes {

    /**
     * A session straight to a server.
     *
     * @param vantage local address to look from
     * @param name of the vantage point
     */
    PrimaryProbe direct(String node, String vantage, String name);

    /** A write through the applications' own endpoint. */
    PrimaryProbe canary(HostPort writer, String name);

    /** A standby's own view of the primary. */
    PrimaryProbe replica(String standby, String primary);

    /** The process table of the server's host. */
    PrimaryProbe host(String node);
}
