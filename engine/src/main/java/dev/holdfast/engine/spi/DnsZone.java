package dev.holdfast.engine.spi;

import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.List;

/** The answers for a service at all of its authoritative servers. Every effect is repeatable. */
public interface DnsZone {

    DnsSpec spec();

    /** Looks at every server at once. Never throws for a server that is down: that is a state without targets. */
    List<DnsServerState> observe(Duration limit);

    /**
     * Makes one server lead clients to these regions, and reads it back.
     *
     * @param targets all of them, also those with weight 0, in any order
     * @throws dev.holdfast.model.error.HoldfastException {@code DNS_UNREACHABLE} when the API does not answer, {@code
     *     DNS_RECORD_FOREIGN} when the record is somebody else's
     */
    void set(String server, List<DnsTarget> targets, Duration limit);

    /** What a client of each country of {@link DnsSpec#clients} gets from each server, asked with the client's subnet. Never throws for a server that is down. */
    List<DnsAnswer> answers(Duration limit);
}
