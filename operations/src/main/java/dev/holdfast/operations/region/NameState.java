package dev.holdfast.operations.region;

import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.topology.DnsSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a DNS name should say and what its servers say. Pure.
 *
 * @param intended what was decided last; empty when nobody ever decided anything
 */
record NameState(DnsSpec spec, Optional<DnsTable> intended, List<DnsServerState> servers) {
    NameState {
        servers = List.copyOf(servers);
    }

    /** What should be said: as was decided, else as the servers say, else as the topology says. */
    DnsTable table() {
        return intended.or(() -> servers.stream()
                        .flatMap(server -> server.targets().stream())
                        .findFirst()
                        .map(seen -> DnsTable.of(spec, seen)))
                .orElseGet(() -> DnsTable.usual(spec));
    }

    /** Whether every server that matters says so: one that answers nobody can't mislead anybody. */
    boolean isSaid(DnsTable table) {
        return servers.stream().allMatch(server -> saysOrIsSilent(server, table))
                && servers.stream().anyMatch(DnsServerState::controllable);
    }

    private static boolean saysOrIsSilent(DnsServerState server, DnsTable table) {
        return server.targets().map(table::isSaidBy).orElseGet(() -> !server.answers());
    }

    /** Whether every server can be told something. */
    boolean isTellable() {
        return servers.stream().allMatch(server -> server.controllable() && server.answers());
    }

    /** The servers that must be told something before they serve again. */
    List<String> silent() {
        return servers.stream()
                .filter(server -> !server.controllable() && !server.answers())
                .map(DnsServerState::server)
                .toList();
    }

    /** Exactly what each server says, for people. */
    String described() {
        return servers.stream().map(this::described).collect(Collectors.joining("; "));
    }

    private String described(DnsServerState server) {
        String says = server.targets()
                .map(seen -> "says " + DnsTable.of(spec, seen).text())
                .orElseGet(() -> "can't be asked what it says (%s)".formatted(server.detail()));
        return "%s %s, and %s clients"
                .formatted(server.server(), says, server.answers() ? "answers" : "does not answer");
    }
}
