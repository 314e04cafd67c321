package dev.holdfast.lab.traffic;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The clients that have the same region as their home.
 *
 * @param entrance where they go
 */
public record TrafficRegion(String name, Entrance entrance, List<Client> clients) {
    private static final int CLIENTS = 4;

    public TrafficRegion {
        clients = List.copyOf(clients);
    }

    /**
     * A client.
     *
     * @param address that it sends from
     * @param country ISO 3166-1 code of where it is; empty when nobody asks
     */
    public record Client(String address, String country) {}

    /** The region with this number in the lab's address plan: clients of region 2 come from 127.66.2.1 to 127.66.2.4. */
    public static TrafficRegion of(String name, int number, Entrance entrance) {
        return new TrafficRegion(name, entrance, clients("127.66." + number, CLIENTS, ""));
    }

    /** Clients that go straight to their region's entrance. */
    public static TrafficRegion straight(String name, URI entrance, List<String> addresses) {
        return new TrafficRegion(
                name,
                new Entrance.Direct(entrance),
                addresses.stream().map(address -> new Client(address, "")).toList());
    }

    /**
     * The clients of one country.
     *
     * @param subnet the first three numbers of their addresses
     */
    public static List<Client> clients(String subnet, int count, String country) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(host -> new Client(subnet + "." + host, country))
                .toList();
    }
}
