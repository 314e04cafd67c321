package dev.holdfast.engine.forecast;

import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A DNS name of which the servers in one region are assumed to be lost. It has no effects. */
record BereavedZone(DnsZone real, String region) implements DnsZone {
    private static final String ASSUMED = "assumed to be lost with its region";

    @Override
    public DnsSpec spec() {
        return real.spec();
    }

    @Override
    public List<DnsServerState> observe(Duration limit) {
        return real.observe(limit).stream()
                .map(state -> isLost(state.server())
                        ? new DnsServerState(state.server(), Optional.empty(), false, ASSUMED)
                        : state)
                .toList();
    }

    private boolean isLost(String server) {
        return spec().servers().stream()
                .anyMatch(one -> one.name().equals(server) && one.region().equals(region));
    }

    @Override
    public List<DnsAnswer> answers(Duration limit) {
        return real.answers(limit).stream()
                .map(answer -> isLost(answer.server())
                        ? new DnsAnswer(
                                answer.server(), answer.country(), answer.client(), List.of(), Duration.ZERO, ASSUMED)
                        : answer)
                .toList();
    }

    @Override
    public void set(String server, List<DnsTarget> targets, Duration limit) {
        throw NoEffects.refuse();
    }
}
