package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The answers for a service in memory, at several servers that fail one by one. */
public final class FakeDnsZone implements DnsZone {
    private final DnsSpec spec;
    private final Effects effects;
    private final FakeFlow flow;
    private final Map<String, List<DnsTarget>> said = new LinkedHashMap<>();
    private final Map<String, List<DnsTarget>> served = new LinkedHashMap<>();
    private final Set<String> withoutApi = new HashSet<>();
    private final Set<String> dead = new HashSet<>();
    private final Set<String> stale = new HashSet<>();

    FakeDnsZone(DnsSpec spec, Effects effects, FakeFlow flow) {
        this.spec = spec;
        this.effects = effects;
        this.flow = flow;
        spec.servers().forEach(server -> {
            said.put(server.name(), usual());
            served.put(server.name(), usual());
        });
        tellClients();
    }

    private List<DnsTarget> usual() {
        return spec.answers().stream()
                .map(answer -> new DnsTarget(
                        answer.region(), answer.address(), answer.weight(), answer.countries(), Optional.empty()))
                .toList();
    }

    private void tellClients() {
        flow.answered(
                served.entrySet().stream()
                        .filter(server -> !dead.contains(server.getKey()))
                        .map(Map.Entry::getValue)
                        .toList(),
                spec.ttl().toNanos());
    }

    /** Its API does not answer; clients get the old answers. */
    public void loseApi(String server) {
        withoutApi.add(server);
    }

    public void findApi(String server) {
        withoutApi.remove(server);
    }

    /** It answers nobody. */
    public void kill(String server) {
        dead.add(server);
        tellClients();
    }

    /** It serves again what it was told last. */
    public void revive(String server) {
        dead.remove(server);
        tellClients();
    }

    /** It takes what it is told, and goes on with the old answers. */
    public void cache(String server) {
        stale.add(server);
    }

    private static List<DnsTarget> table(Map<String, List<DnsTarget>> tables, String server) {
        return Optional.ofNullable(tables.get(server)).orElseThrow();
    }

    /** What a server was told, such as {@code us-east-1=0>us-west-2 us-west-2=100}. */
    public String said(String server) {
        return table(said, server).stream()
                .map(target -> target.region() + "=" + target.weight()
                        + target.successor().map(to -> ">" + to).orElse(""))
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
    }

    int weight(String server, String region) {
        return table(said, server).stream()
                .filter(target -> target.region().equals(region))
                .mapToInt(DnsTarget::weight)
                .sum();
    }

    @Override
    public DnsSpec spec() {
        return spec;
    }

    @Override
    public List<DnsServerState> observe(Duration limit) {
        return effects.undisturbed(() -> said.entrySet().stream()
                .map(server -> new DnsServerState(
                        server.getKey(),
                        isControllable(server.getKey()) ? Optional.of(server.getValue()) : Optional.empty(),
                        !dead.contains(server.getKey()),
                        isControllable(server.getKey()) ? "answers" : "API: connection refused"))
                .toList());
    }

    private boolean isControllable(String server) {
        return !dead.contains(server) && !withoutApi.contains(server);
    }

    @Override
    public void set(String server, List<DnsTarget> targets, Duration limit) {
        if (!isControllable(server)) {
            throw new HoldfastException(ErrorCode.DNS_UNREACHABLE, "the API of " + server);
        }
        effects.run("dns " + server, () -> {
            said.put(server, List.copyOf(targets));
            if (!stale.contains(server)) {
                served.put(server, List.copyOf(targets));
            }
            tellClients();
        });
    }

    @Override
    public List<DnsAnswer> answers(Duration limit) {
        return effects.undisturbed(() -> served.keySet().stream()
                .flatMap(server -> new TreeMap<>(spec.clients())
                        .entrySet().stream().map(client -> answer(server, client.getKey(), client.getValue())))
                .toList());
    }

    private DnsAnswer answer(String server, String country, String client) {
        if (dead.contains(server)) {
            return new DnsAnswer(server, country, client, List.of(), Duration.ZERO, "no answer");
        }
        List<String> addresses = pick(country, table(served, server)).stream()
                .map(DnsTarget::address)
                .toList();
        return new DnsAnswer(server, country, client, addresses, spec.ttl(), "");
    }

    private static Optional<DnsTarget> pick(String country, List<DnsTarget> table) {
        Optional<DnsTarget> home = table.stream()
                .filter(target -> target.countries().contains(country))
                .findFirst();
        Optional<DnsTarget> successor = home.flatMap(DnsTarget::successor)
                .flatMap(name -> table.stream()
                        .filter(target -> target.region().equals(name))
                        .findFirst());
        return home.filter(target -> target.weight() > 0)
                .or(() -> successor.filter(target -> target.weight() > 0))
                .or(() -> table.stream()
                        .filter(target -> target.weight() > 0)
                        .max(Comparator.comparingInt(DnsTarget::weight)));
    }
}
