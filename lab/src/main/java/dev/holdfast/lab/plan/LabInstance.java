package dev.holdfast.lab.plan;

import dev.holdfast.model.topology.HostPort;

/**
 * A slot for one process of the service.
 *
 * @param address where it serves HTTP
 * @param usual whether it runs when the lab has come up; the others are room to grow
 */
public record LabInstance(String name, LabRegion region, HostPort address, boolean usual) {

    /** Where it takes WebSockets. */
    public HostPort sockets() {
        return new HostPort(address.host(), address.port() + 1);
    }
}
