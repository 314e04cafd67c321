package dev.holdfast.model.dns;

import java.time.Duration;
import java.util.List;

/**
 * What a client of a country gets, asked for at one authoritative server.
 *
 * @param server name in the topology
 * @param country ISO 3166-1 code
 * @param client the address or subnet that stood for the client
 * @param addresses the answer; empty when there was none
 * @param ttl how long the client may keep it
 * @param detail what came back, when it was no answer
 */
public record DnsAnswer(
        String server, String country, String client, List<String> addresses, Duration ttl, String detail) {
    public DnsAnswer {
        addresses = List.copyOf(addresses);
    }
}
