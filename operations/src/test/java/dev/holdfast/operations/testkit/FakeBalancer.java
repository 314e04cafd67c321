package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A load balancer in memory. */
public final class FakeBalancer implements LoadBalancer {
    private static final int USUAL = 100;

    private final BalancerSpec spec;
    private final Effects effects;
    private final Map<String, Map<String, Admin>> backends = new LinkedHashMap<>();
    private final Set<String> clinging = new HashSet<>();
    private FakeFlow flow = new FakeFlow(Map.of());
    private final Map<String, Integer> weights = new LinkedHashMap<>();
    private Map<String, String> afterReload = new LinkedHashMap<>();
    private boolean dead;
    private boolean hostAway;
    private int kept;
    private int effectsBeforeKeeping;

    FakeBalancer(BalancerSpec spec, Effects effects) {
        this.spec = spec;
        this.effects = effects;
    }

    void backend(String backend, List<String> in, List<String> out) {
        Map<String, Admin> servers = new LinkedHashMap<>();
        in.forEach(name -> servers.put(name, Admin.READY));
        out.forEach(name -> servers.put(name, Admin.MAINT));
        backends.put(backend, servers);
        afterReload = told();
    }

    public void die() {
        dead = true;
    }

    /** A client of this server keeps its session until it is cut. */
    public void keepSession(String server) {
        clinging.add(server);
    }

    public void revive() {
        dead = false;
    }

    /** The host that keeps what it was told is away, or back; the load balancer itself works. */
    public void hostIsAway(boolean away) {
        hostAway = away;
    }

    /** It is loaded anew, and knows only what was kept. */
    public void reload() {
        backends.forEach((backend, servers) -> servers.replaceAll(
                (server, _) -> Admin.valueOf(Optional.ofNullable(afterReload.get(backend + "/" + server))
                        .orElse("READY 100")
                        .split(" ", -1)[0])));
        weights.clear();
        afterReload.forEach((server, text) -> weights.put(server, Integer.valueOf(text.split(" ", -1)[1])));
    }

    /** Of each server, what it was told. */
    private Map<String, String> told() {
        Map<String, String> told = new LinkedHashMap<>();
        backends.forEach((backend, servers) -> servers.forEach((server, admin) -> {
            String place = backend + "/" + server;
            told.put(place, admin + " " + weights.getOrDefault(place, USUAL));
        }));
        return told;
    }

    /** The servers that are let in. */
    public List<String> letIn(String backend) {
        return effects.undisturbed(() -> servers(backend).entrySet().stream()
                .filter(server -> server.getValue() == Admin.READY)
                .map(Map.Entry::getKey)
                .toList());
    }

    private Map<String, Admin> servers(String backend) {
        Map<String, Admin> servers = backends.get(backend);
        if (servers == null) {
            throw new IllegalArgumentException("no backend " + backend);
        }
        return servers;
    }

    @Override
    public BalancerSpec spec() {
        return spec;
    }

    @Override
    public List<ServerState> servers(String backend, Duration limit) {
        refuseIfDead();
        return effects.undisturbed(() -> servers(backend).entrySet().stream()
                .map(server -> new ServerState(
                        server.getKey(),
                        server.getValue(),
                        server.getValue() == Admin.READY,
                        sessions(server.getKey(), server.getValue()) + flow.sockets(backend, server.getKey())))
                .toList());
    }

    private int sessions(String server, Admin admin) {
        return admin != Admin.MAINT && clinging.contains(server) ? 1 : 0;
    }

    @Override
    public void routeOnlyTo(String backend, String server, Duration limit) {
        set(
                "route " + backend + " " + server,
                () -> servers(backend).replaceAll((name, _) -> name.equals(server) ? Admin.READY : Admin.MAINT));
    }

    @Override
    public void ready(String backend, String server, Duration limit) {
        set("ready " + backend + " " + server, () -> servers(backend).put(server, Admin.READY));
    }

    @Override
    public void drain(String backend, String server, Duration limit) {
        set("drain " + backend + " " + server, () -> servers(backend).put(server, Admin.DRAIN));
    }

    @Override
    public void cut(String backend, String server, Duration limit) {
        set("cut " + backend + " " + server, () -> servers(backend).put(server, Admin.MAINT));
    }

    private void set(String name, Runnable change) {
        refuseIfDead();
        effects.run(spec.name() + " " + name, change);
    }

    private void refuseIfDead() {
        if (dead) {
            throw new HoldfastException(ErrorCode.BALANCER_UNREACHABLE, spec.name() + " does not answer");
        }
    }

    @Override
    public void weigh(String backend, String server, int percent, Duration limit) {
        set("weigh %s %s %d".formatted(backend, server, percent), () -> weights.put(backend + "/" + server, percent));
    }

    @Override
    public void endSessions(String backend, String server, Duration limit) {
        set("end " + backend + " " + server, () -> flow.endSockets(spec.region(), server));
    }

    @Override
    public void askClientsToLeave(boolean leave, Duration limit) {
        set(leave ? "leave" : "stay", () -> flow.ask(spec.region(), leave));
    }

    @Override
    public boolean clientsAskedToLeave(Duration limit) {
        refuseIfDead();
        return effects.undisturbed(() -> flow.isAsked(spec.region()));
    }

    @Override
    public BalancerTraffic traffic(Duration limit) {
        refuseIfDead();
        return effects.undisturbed(() -> new BalancerTraffic(
                spec.name(),
                "1",
                List.of(),
                backends.keySet().stream().map(this::counters).toList()));
    }

    private BalancerTraffic.Backend counters(String backend) {
        FakeFlow.Counters counters = flow.counters(spec.region(), backend);
        List<ServerState> servers = servers(backend, Duration.ZERO);
        return new BalancerTraffic.Backend(
                backend,
                counters.sessions(),
                0,
                counters.requests(),
                counters.failures(),
                0,
                0,
                Duration.ofMillis(10),
                servers.size(),
                servers);
    }

    @Override
    public void keep(Duration limit) {
        refuseUnlessKept();
        effects.undisturbed(() -> {
            effectsBeforeKeeping = effects.log().size();
            afterReload = told();
            return kept++;
        });
    }

    @Override
    public Optional<String> unkept(Duration limit) {
        refuseUnlessKept();
        return effects.undisturbed(() -> {
            Map<String, String> told = told();
            told.entrySet().removeAll(afterReload.entrySet());
            return told.isEmpty() ? Optional.empty() : Optional.of(told.toString());
        });
    }

    private void refuseUnlessKept() {
        refuseIfDead();
        if (hostAway) {
            throw new HoldfastException(ErrorCode.HOST_UNREACHABLE, "the host of " + spec.name());
        }
    }

    /** How many effects the site had seen when it was kept last. */
    public int effectsBeforeKeeping() {
        return effectsBeforeKeeping;
    }

    /** How often it was made to survive a reload. */
    public int kept() {
        return kept;
    }

    /** What its clients do; without it nothing goes through. */
    void carry(FakeFlow clients) {
        flow = clients;
    }
}
