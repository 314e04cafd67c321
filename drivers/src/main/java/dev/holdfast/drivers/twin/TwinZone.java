package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinEffects.Call;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DnsSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The answers for a service on the twin. A server's API and its answers come and go together. */
final class TwinZone implements DnsZone {
    private final DnsSpec spec;
    private final TwinEffects effects;
    private final Runnable beforeChange;
    private final Map<String, NameServer> servers = new LinkedHashMap<>();

    private static final class NameServer {
        private List<DnsTarget> targets;
        private Reach reach = Reach.ANSWERS;

        private NameServer(List<DnsTarget> targets) {
            this.targets = targets;
        }
    }

    /**
     * A zone as it was seen.
     *
     * @param beforeChange is called before clients are led elsewhere
     */
    TwinZone(DnsSpec spec, TwinEffects effects, List<DnsServerState> seen, Runnable beforeChange) {
        this.spec = spec;
        this.effects = effects;
        this.beforeChange = beforeChange;
        for (DnsServerState state : seen) {
            NameServer server = new NameServer(state.targets().orElseGet(() -> usual(spec)));
            server.reach = state.answers() ? Reach.ANSWERS : Reach.REFUSES;
            servers.put(state.server(), server);
        }
    }

    /** The answers in good times. */
    static List<DnsTarget> usual(DnsSpec spec) {
        return spec.answers().stream()
                .map(answer -> new DnsTarget(
                        answer.region(), answer.address(), answer.weight(), answer.countries(), Optional.empty()))
                .toList();
    }

    void become(String server, Reach reach) {
        beforeChange.run();
        get(server).reach = reach;
    }

    boolean has(String server) {
        return servers.containsKey(server);
    }

    boolean answers(String server) {
        return get(server).reach == Reach.ANSWERS;
    }

    /** What each server that answers says. */
    List<List<DnsTarget>> answering() {
        return servers.values().stream()
                .filter(server -> server.reach == Reach.ANSWERS)
                .map(server -> server.targets)
                .toList();
    }

    private NameServer get(String server) {
        return Optional.ofNullable(servers.get(server))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "DNS server '%s'; %s has %s".formatted(server, spec.name(), servers.keySet())));
    }

    @Override
    public DnsSpec spec() {
        return spec;
    }

    @Override
    public List<DnsServerState> observe(Duration limit) {
        Call call = new Call(TwinCall.READ_DNS, spec.name(), this::slowest, ErrorCode.DNS_UNREACHABLE);
        return effects.read(
                call,
                limit,
                () -> servers.entrySet().stream()
                        .map(server -> state(server.getKey(), server.getValue()))
                        .toList());
    }

    private static DnsServerState state(String name, NameServer server) {
        return server.reach == Reach.ANSWERS
                ? new DnsServerState(name, Optional.of(server.targets), true, "answers")
                : new DnsServerState(name, Optional.empty(), false, "no answer");
    }

    private Reach slowest() {
        return servers.values().stream().anyMatch(server -> server.reach == Reach.SILENT)
                ? Reach.SILENT
                : Reach.ANSWERS;
    }

    @Override
    public void set(String server, List<DnsTarget> targets, Duration limit) {
        Call call = new Call(TwinCall.SET_DNS, server, () -> get(server).reach, ErrorCode.DNS_UNREACHABLE);
        effects.perform(call, "%s answers %s with %s".formatted(server, spec.record(), weights(targets)), limit, () -> {
            beforeChange.run();
            get(server).targets = List.copyOf(targets);
        });
    }

    private static String weights(List<DnsTarget> targets) {
        Map<String, Integer> weights = new TreeMap<>();
        targets.forEach(target -> weights.put(target.region(), target.weight()));
        return weights.toString();
    }

    @Override
    public List<DnsAnswer> answers(Duration limit) {
        Call call = new Call(TwinCall.READ_DNS, spec.name(), this::slowest, ErrorCode.DNS_UNREACHABLE);
        return effects.read(
                call,
                limit,
                () -> servers.entrySet().stream()
                        .flatMap(server -> new TreeMap<>(spec.clients())
                                .entrySet().stream()
                                        .map(client -> answer(
                                                server.getKey(),
                                                server.getValue(),
                                                client.getKey(),
                                                client.getValue())))
                        .toList());
    }

    private DnsAnswer answer(String name, NameServer server, String country, String client) {
        if (server.reach != Reach.ANSWERS) {
            return new DnsAnswer(name, country, client, List.of(), Duration.ZERO, "no answer");
        }
        List<String> addresses =
                pick(country, server.targets).map(DnsTarget::address).stream().toList();
        return new DnsAnswer(name, country, client, addresses, spec.ttl(), "");
    }

    /** The one client that stands for a country stays at home as long as its region keeps anybody. */
    private static Optional<DnsTarget> pick(String country, List<DnsTarget> targets) {
        Optional<DnsTarget> home = targets.stream()
                .filter(target -> target.countries().contains(country))
                .findFirst();
        return home.filter(target -> target.weight() > 0)
                .or(() -> home.flatMap(DnsTarget::successor)
                        .flatMap(name -> targets.stream()
                                .filter(target -> target.region().equals(name) && target.weight() > 0)
                                .findFirst()))
                .or(() -> targets.stream()
                        .filter(target -> target.weight() > 0)
                        .max(Comparator.comparingInt(DnsTarget::weight)));
    }
}
