package dev.holdfast.operations.impact;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which DNS servers are lost with a region, whether the others answer, and how long clients keep an old answer. */
final class DnsImpact {
    private static final Duration READ = Duration.ofSeconds(2);

    private final Execution execution;
    private final String region;

    DnsImpact(Execution execution, String region) {
        this.execution = execution;
        this.region = region;
    }

    Part read() {
        List<String> sentences = new ArrayList<>();
        Map<String, String> outputs = new HashMap<>();
        for (DnsSpec dns : execution.site().topology().dns()) {
            Part part = of(dns);
            sentences.addAll(part.sentences());
            outputs.putAll(part.outputs());
        }
        return new Part(sentences, outputs);
    }

    private Part of(DnsSpec dns) {
        List<String> lost = dns.servers().stream()
                .filter(server -> server.region().equals(region))
                .map(DnsSpec.Server::name)
                .toList();
        List<DnsServerState> others = execution.site().dns(dns.name()).observe(execution.limit(READ)).stream()
                .filter(state -> !lost.contains(state.server()))
                .toList();
        List<String> answering = others.stream()
                .filter(DnsServerState::answers)
                .map(DnsServerState::server)
                .toList();
        List<String> deaf = others.stream()
                .filter(state -> !state.controllable())
                .map(DnsServerState::server)
                .toList();
        String sentence = "%s: DNS servers lost %s, others that answer %s%s; clients keep an answer for %d s"
                .formatted(
                        dns.record(),
                        lost,
                        answering,
                        deaf.isEmpty() ? "" : ", but %s can't be told anything".formatted(deaf),
                        dns.ttl().toSeconds());
        return new Part(
                List.of(sentence),
                Map.of(
                        "dns-servers-lost", String.join(",", lost),
                        "dns-servers-left", String.join(",", answering),
                        "dns-ttl", "%dms".formatted(dns.ttl().toMillis())));
    }
}
