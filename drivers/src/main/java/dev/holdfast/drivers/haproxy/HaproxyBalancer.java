package dev.holdfast.drivers.haproxy;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.haproxy.RuntimeServers.Change;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A HAProxy at run time. */
final class HaproxyBalancer implements LoadBalancer {
    private final BalancerSpec spec;
    private final HaproxySettings settings;
    private final RuntimeApi api;
    private final RuntimeServers servers;
    private final Knobs knobs;
    private final KeptState kept;

    HaproxyBalancer(BalancerSpec spec, Function<String, HostCommands> hosts) {
        this.spec = spec;
        this.settings = new HaproxySettings(spec);
        this.api = new RuntimeApi(spec);
        this.servers = new RuntimeServers(spec, api);
        this.knobs = new Knobs(settings, api);
        this.kept = new KeptState(settings, hosts, api, knobs);
    }

    @Override
    public BalancerSpec spec() {
        return spec;
    }

    @Override
    public List<ServerState> servers(String backend, Duration limit) {
        return servers.look(servers.checked(backend), Deadline.in(limit)).stream()
                .map(SeenServer::state)
                .toList();
    }

    @Override
    public void routeOnlyTo(String backend, String server, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        List<String> others = new ArrayList<>(names(servers.look(servers.checked(backend), deadline)));
        if (!others.remove(server)) {
            servers.look(backend, server, deadline);
        }
        if (!others.isEmpty()) {
            servers.make(
                    new Change(
                            backend,
                            takeOut(backend, others),
                            seen -> allOut(seen, others),
                            seen -> allEnded(seen, others)),
                    deadline);
        }
        servers.make(
                new Change(
                        backend, letIn(backend, server), seen -> is(seen, server, Admin.READY) && allOut(seen, others)),
                deadline);
    }

    @Override
    public void ready(String backend, String server, Duration limit) {
        servers.make(
                new Change(
                        backend,
                        letIn(servers.checked(backend), servers.checked(server)),
                        seen -> is(seen, server, Admin.READY)),
                Deadline.in(limit));
    }

    @Override
    public void drain(String backend, String server, Duration limit) {
        servers.make(
                new Change(
                        backend,
                        "set server %s/%s state drain".formatted(servers.checked(backend), servers.checked(server)),
                        seen -> is(seen, server, Admin.DRAIN)),
                Deadline.in(limit));
    }

    @Override
    public void cut(String backend, String server, Duration limit) {
        List<String> one = List.of(servers.checked(server));
        servers.make(
                new Change(
                        backend,
                        takeOut(servers.checked(backend), one),
                        seen -> allOut(seen, one),
                        seen -> allEnded(seen, one)),
                Deadline.in(limit));
    }

    @Override
    public void weigh(String backend, String server, int percent, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        SeenServer now = servers.look(servers.checked(backend), servers.checked(server), deadline);
        int weight = Weight.of(backend + "/" + server, percent, now.usual());
        servers.make(
                new Change(
                        backend,
                        "set server %s/%s weight %d".formatted(backend, server, weight),
                        seen -> seen.stream().anyMatch(one -> one.name().equals(server) && one.weight() == weight)),
                deadline);
    }

    /** New sessions may begin meanwhile, so that none is left is waited for, but not insisted on. */
    @Override
    public void endSessions(String backend, String server, Duration limit) {
        servers.make(
                new Change(
                        backend,
                        List.of(endSessions(servers.checked(backend), servers.checked(server))),
                        seen -> names(seen).contains(server),
                        seen -> allEnded(seen, List.of(server))),
                Deadline.in(limit));
    }

    @Override
    public void askClientsToLeave(boolean leave, Duration limit) {
        knobs.set(Knobs.LEAVE, leave ? "1" : "0", Deadline.in(limit));
    }

    @Override
    public boolean clientsAskedToLeave(Duration limit) {
        return Optional.ofNullable(knobs.read(Deadline.in(limit)).get(Knobs.LEAVE))
                .filter("1"::equals)
                .isPresent();
    }

    @Override
    public BalancerTraffic traffic(Duration limit) {
        String answer = api.ask(TrafficReport.QUESTIONS, Deadline.in(limit));
        return TrafficReport.parse(spec.name(), settings.frontend(), answer)
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.BALANCER_UNREACHABLE,
                        "load balancer %s at %s does not answer %s in full"
                                .formatted(spec.name(), spec.control(), TrafficReport.QUESTIONS)));
    }

    @Override
    public void keep(Duration limit) {
        kept.keep(Deadline.in(limit));
    }

    @Override
    public Optional<String> unkept(Duration limit) {
        return kept.unkept(Deadline.in(limit));
    }

    private static String letIn(String backend, String server) {
        return "set server %s/%s state ready".formatted(backend, server);
    }

    private static String endSessions(String backend, String server) {
        return "shutdown sessions server %s/%s".formatted(backend, server);
    }

    /** First out, then cut: a session that were cut first could come back to the same server. */
    private static List<String> takeOut(String backend, List<String> servers) {
        return servers.stream()
                .flatMap(server -> Stream.of(
                        "set server %s/%s state maint".formatted(backend, server), endSessions(backend, server)))
                .toList();
    }

    private static boolean allOut(List<SeenServer> seen, List<String> servers) {
        return names(seen).containsAll(servers)
                && seen.stream()
                        .filter(server -> servers.contains(server.name()))
                        .allMatch(server -> server.state().admin() == Admin.MAINT);
    }

    private static boolean allEnded(List<SeenServer> seen, List<String> servers) {
        return seen.stream()
                .filter(server -> servers.contains(server.name()))
                .allMatch(server -> server.state().sessions() == 0);
    }

    private static boolean is(List<SeenServer> seen, String server, Admin admin) {
        return seen.stream()
                .anyMatch(one -> one.name().equals(server) && one.state().admin() == admin);
    }

    private static List<String> names(List<SeenServer> seen) {
        return seen.stream().map(SeenServer::name).toList();
    }
}
