package dev.holdfast.model.topology;

/**
 * A region, and the local address from which Holdfast looks at the infrastructure as that region sees it.
 *
 * @param vantage a local IP address that probes bind to
 */
public record RegionSpec(String name, String vantage) {}
