package dev.holdfast.model.topology;

/**
 * A region, and the local address from which Holdfast looks at the infrastructure as that region sees it.
 *
 * @param vantage a local IP address that probes bind to
 * @param detection when it counts as lost
 */
public record RegionSpec(String name, String vantage, RegionDetection detection) {

    public RegionSpec(String name, String vantage) {
        this(name, vantage, RegionDetection.USUAL);
    }
}
