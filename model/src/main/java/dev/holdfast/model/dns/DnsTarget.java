package dev.holdfast.model.dns;

import java.util.List;
import java.util.Optional;

/**
 * A region among the answers for a service.
 *
 * <p>A region with the usual weight of 100 or more keeps all clients of its countries. With less, it keeps that share of them, and
 * the rest goes to its successor, or to the other regions by their weights; with 0 nobody is led to it. Clients that belong to no
 * region are led to all regions by their weights. A region that its DNS server finds dead counts as one with weight 0.
 *
 * @param region name in the topology
 * @param address an IP address
 * @param weight from 0 to {@link #MAX_WEIGHT}
 * @param countries ISO 3166-1 codes of the countries that belong to the region
 * @param successor the region that takes over what this one does not keep
 */
public record DnsTarget(String region, String address, int weight, List<String> countries, Optional<String> successor) {
    /** The weight of a region that takes what is its own. */
    public static final int USUAL_WEIGHT = 100;

    public static final int MAX_WEIGHT = 1000;

    public DnsTarget {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight %d is not from 0 to %d".formatted(weight, MAX_WEIGHT));
        }
        countries = List.copyOf(countries);
    }

    public DnsTarget weighing(int other) {
        return new DnsTarget(region, address, other, countries, successor);
    }

    public DnsTarget succeededBy(Optional<String> other) {
        return new DnsTarget(region, address, weight, countries, other);
    }
}
