package dev.holdfast.model.dns;

import java.util.List;
import java.util.Optional;

/**
 * One authoritative server of a zone.
 *
 * @param server name in the topology
 * @param targets the regions that it leads clients to, by what its API says; empty when the API does not answer
 * @param answers whether it answers clients' queries, whatever its API does
 * @param detail what was seen, for people
 */
public record DnsServerState(String server, Optional<List<DnsTarget>> targets, boolean answers, String detail) {
    public DnsServerState {
        targets = targets.map(List::copyOf);
    }

    /** Whether it can be told something. */
    public boolean controllable() {
        return targets.isPresent();
    }
}
