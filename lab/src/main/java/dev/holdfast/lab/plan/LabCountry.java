package dev.holdfast.lab.plan;

/**
 * A country whose clients have the addresses {@code 127.66.NET.0/24}, in every lab of this machine.
 *
 * @param code ISO 3166-1
 * @param continent code of two letters, as GeoLite2 has them
 * @param home the region that its clients belong to
 */
public record LabCountry(String code, String continent, int net, LabRegion home) {
    private static final int PREFIX = 24;

    /** The network of its clients, such as {@code 127.66.5.0/24}. */
    public String network() {
        return "127.66.%d.0/%d".formatted(net, PREFIX);
    }

    /** A client that stands for all of them. */
    public String client() {
        return client(7);
    }

    /** One of the clients, from 1 to 254. */
    public String client(int number) {
        return "127.66.%d.%d".formatted(net, number);
    }
}
