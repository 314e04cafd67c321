package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The answers for a service at PowerDNS servers, each of which has its own copy of the record. */
final class PowerdnsZone implements DnsZone {
    private final DnsSpec spec;
    private final Map<String, NameServer> servers = new LinkedHashMap<>();

    PowerdnsZone(DnsSpec spec, Secrets secrets) {
        this.spec = spec;
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        spec.servers().forEach(server -> servers.put(server.name(), new NameServer(spec, server, client, secrets)));
    }

    @Override
    public DnsSpec spec() {
        return spec;
    }

    @Override
    public List<DnsServerState> observe(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        return Parallel.each(List.copyOf(servers.values()), server -> server.state(deadline));
    }

    @Override
    public void set(String server, List<DnsTarget> targets, Duration limit) {
        TargetRules.check(targets);
        Optional.ofNullable(servers.get(server))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "DNS server '%s'; %s has %s".formatted(server, spec.name(), servers.keySet())))
                .set(targets, Deadline.in(limit));
    }

    /** A question: which server, and the country and address of the client. */
    private record Question(NameServer server, String country, String client) {}

    @Override
    public List<DnsAnswer> answers(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        List<Question> questions = servers.values().stream()
                .flatMap(server -> new TreeMap<>(spec.clients())
                        .entrySet().stream().map(client -> new Question(server, client.getKey(), client.getValue())))
                .toList();
        return Parallel.each(
                questions, question -> question.server().answer(question.country(), question.client(), deadline));
    }
}
