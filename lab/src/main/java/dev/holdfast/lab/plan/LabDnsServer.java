package dev.holdfast.lab.plan;

import dev.holdfast.model.topology.HostPort;

/** An authoritative server of the lab's zone. */
public record LabDnsServer(String name, LabRegion region) {

    /** Where it answers queries. A usual port would want rights that servers of the lab do not have. */
    public HostPort address() {
        return new HostPort(region.dns(), 5353);
    }

    /** Its HTTP API. */
    public HostPort api() {
        return new HostPort(region.dns(), 8081);
    }
}
