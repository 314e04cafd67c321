package dev.holdfast.lab.traffic;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The clients of one region.
 *
 * @param entrance where they send their requests
 * @param sources the addresses that they send from
 */
public record TrafficRegion(String name, URI entrance, List<String> sources) {
    private static final int SOURCES = 4;

    public TrafficRegion {
        sources = List.copyOf(sources);
    }

    /** The region with this number in the lab's address plan: clients of region 2 come from 127.66.2.1 to 127.66.2.4. */
    public static TrafficRegion of(String name, int number, URI entrance) {
        List<String> sources = IntStream.rangeClosed(1, SOURCES)
                .mapToObj(host -> "127.66.%d.%d".formatted(number, host))
                .toList();
        return new TrafficRegion(name, entrance, sources);
    }
}
