package dev.holdfast.lab.plan;

/**
 * A region: the loopback subnet {@code 127.SUBNET.0.0/16}.
 *
 * @param shortName as it stands in the names of hosts, load balancers and instances
 */
public record LabRegion(String name, String shortName, int subnet) {

    /** Where Holdfast looks at this region from. */
    public String vantage() {
        return address(9);
    }

    /** The host of the database server, which is also reached over ssh. */
    public String host() {
        return address(10);
    }

    /** The load balancer. */
    public String balancer() {
        return address(20);
    }

    /** The database that only this region has. */
    public String regionalDatabase() {
        return address(12);
    }

    /** The DNS server, in a region that has one. */
    public String dns() {
        return address(53);
    }

    /** What tells its addresses from those of others. */
    public String subnetPrefix() {
        return "127." + subnet;
    }

    /** All of its addresses. */
    public String network() {
        return subnetPrefix() + ".0.0/16";
    }

    String address(int last) {
        return "127.%d.0.%d".formatted(subnet, last);
    }
}
