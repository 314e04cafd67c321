package dev.holdfast.lab.plan;

import dev.holdfast.model.topology.HostPort;

/** A database server. Its name stays the same whatever its role is. */
public record LabNode(String name, LabRegion region, int priority) {

    public HostPort address() {
        return new HostPort(region.host(), 5432);
    }
}
