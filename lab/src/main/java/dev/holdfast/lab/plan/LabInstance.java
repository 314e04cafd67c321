package dev.holdfast.lab.plan;

import dev.holdfast.model.topology.HostPort;

/** One process of the service. */
public record LabInstance(String name, LabRegion region, HostPort address) {}
