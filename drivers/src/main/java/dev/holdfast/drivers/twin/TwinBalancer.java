package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinEffects.Call;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.BalancerTraffic.Backend;
import dev.holdfast.model.balancer.BalancerTraffic.Frontend;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A load balancer on the twin. Sessions end at once when a server is taken out. */
final class TwinBalancer implements LoadBalancer {
    private final BalancerSpec spec;
    private final TwinEffects effects;
    private final Map<String, Map<String, Admin>> backends = new LinkedHashMap<>();
    private final Predicate<String> works;
    private static final String FRONTEND = "http";
    private static final Duration RESPONSE = Duration.ofMillis(10);

    private final TwinFlow flow;
    private Reach reach = Reach.ANSWERS;
    private boolean leaving;

    /**
     * @param backends the servers of each backend, and what an operator asked for
     * @param works whether a server of that name would take a session
     * @param flow what comes in
     */
    TwinBalancer(
            BalancerSpec spec,
            TwinEffects effects,
            Map<String, ? extends Map<String, Admin>> backends,
            Predicate<String> works,
            TwinFlow flow) {
        this.spec = spec;
        this.effects = effects;
        this.works = works;
        this.flow = flow;
        backends.forEach((backend, servers) -> this.backends.put(backend, new LinkedHashMap<>(servers)));
    }

    void become(Reach now) {
        reach = now;
    }

    Reach reach() {
        return reach;
    }

    /** The servers that it sends traffic to now; none when it is down itself. */
    List<String> sendsTo(String backend) {
        if (reach != Reach.ANSWERS) {
            return List.of();
        }
        return Optional.ofNullable(backends.get(backend)).orElse(Map.of()).entrySet().stream()
                .filter(server -> server.getValue() == Admin.READY && works.test(server.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public BalancerSpec spec() {
        return spec;
    }

    @Override
    public List<ServerState> servers(String backend, Duration limit) {
        return effects.ask(
                call(TwinCall.READ_BALANCER),
                "reading backend %s of %s".formatted(backend, spec.name()),
                limit,
                () -> backend(backend).entrySet().stream()
                        .map(server -> state(server.getKey(), server.getValue()))
                        .toList());
    }

    private ServerState state(String server, Admin admin) {
        return new ServerState(server, admin, admin == Admin.READY && works.test(server), 0);
    }

    @Override
    public void routeOnlyTo(String backend, String server, Duration limit) {
        perform(TwinCall.REROUTE, "%s sends %s to %s only".formatted(spec.name(), backend, server), limit, () -> {
            set(backend, server, Admin.READY);
            backend(backend).replaceAll((name, _) -> name.equals(server) ? Admin.READY : Admin.MAINT);
        });
    }

    @Override
    public void ready(String backend, String server, Duration limit) {
        set(backend, server, Admin.READY, limit);
    }

    @Override
    public void drain(String backend, String server, Duration limit) {
        set(backend, server, Admin.DRAIN, limit);
    }

    @Override
    public void cut(String backend, String server, Duration limit) {
        set(backend, server, Admin.MAINT, limit);
    }

    private void set(String backend, String server, Admin admin, Duration limit) {
        perform(
                TwinCall.SET_SERVER,
                "%s sets %s in %s to %s".formatted(spec.name(), server, backend, admin),
                limit,
                () -> set(backend, server, admin));
    }

    private void set(String backend, String server, Admin admin) {
        if (backend(backend).replace(server, admin) == null) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN,
                    "%s has no server '%s' in backend %s".formatted(spec.name(), server, backend));
        }
    }

    private void perform(TwinCall kind, String effect, Duration limit, Runnable change) {
        effects.perform(call(kind), effect, limit, change);
    }

    private Map<String, Admin> backend(String name) {
        return Optional.ofNullable(backends.get(name))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "%s has no backend '%s', only %s".formatted(spec.name(), name, backends.keySet())));
    }

    private Call call(TwinCall kind) {
        return new Call(kind, spec.name(), this::reach, ErrorCode.BALANCER_UNREACHABLE);
    }

    @Override
    public void weigh(String backend, String server, int percent, Duration limit) {
        perform(
                TwinCall.SET_SERVER,
                "%s gives %s in %s %d%% of its share".formatted(spec.name(), server, backend, percent),
                limit,
                () -> backend(backend));
    }

    @Override
    public void endSessions(String backend, String server, Duration limit) {
        perform(
                TwinCall.SET_SERVER,
                "%s ends the sessions of %s in %s".formatted(spec.name(), server, backend),
                limit,
                () -> {});
    }

    @Override
    public void askClientsToLeave(boolean leave, Duration limit) {
        String what = leave ? "%s asks its clients to leave" : "%s no longer asks its clients to leave";
        perform(TwinCall.SET_SERVER, what.formatted(spec.name()), limit, () -> leaving = leave);
    }

    @Override
    public boolean clientsAskedToLeave(Duration limit) {
        return effects.ask(call(TwinCall.READ_BALANCER), "reading " + spec.name(), limit, () -> leaving);
    }

    @Override
    public BalancerTraffic traffic(Duration limit) {
        return effects.ask(call(TwinCall.READ_BALANCER), "reading the traffic of " + spec.name(), limit, () -> {
            flow.settle();
            return new BalancerTraffic(spec.name(), "twin", List.of(frontend()), applications());
        });
    }

    private Frontend frontend() {
        double rate = Optional.ofNullable(flow.rates().get(spec.region())).orElse(0.0);
        int perSecond = (int) Math.round(rate);
        return new Frontend(
                FRONTEND, perSecond, perSecond, flow.requests(spec.region()), flow.failures(spec.region()), 0);
    }

    private List<Backend> applications() {
        return backends.entrySet().stream()
                .map(backend -> {
                    List<ServerState> states = backend.getValue().entrySet().stream()
                            .map(server -> state(server.getKey(), server.getValue()))
                            .toList();
                    int up = (int) states.stream().filter(ServerState::up).count();
                    return new Backend(
                            backend.getKey(),
                            0,
                            0,
                            flow.requests(spec.region()),
                            flow.failures(spec.region()),
                            0,
                            0,
                            RESPONSE,
                            up,
                            states);
                })
                .toList();
    }

    @Override
    public void keep(Duration limit) {
        perform(TwinCall.MARK, spec.name() + " keeps what was set", limit, () -> {});
    }
}
