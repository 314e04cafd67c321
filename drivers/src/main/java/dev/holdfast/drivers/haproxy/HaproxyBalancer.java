package dev.holdfast.drivers.haproxy;

import dev.holdfast.drivers.Deadline;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A HAProxy at run time. */
final class HaproxyBalancer implements LoadBalancer {
    /** What HAProxy allows in a name. Anything else could be a command of its own to the Runtime API. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

    private static final Pattern UNKNOWN = Pattern.compile("(?i)no such (server|backend|proxy)|can't find backend");

    /**
     * Sessions end a moment after the command that cuts them was answered. Those whose server answers nothing any more are
     * counted until a timeout of HAProxy ends them; they carry nothing, as HAProxy has stopped to read from the server.
     */
    private static final Duration CUT_PATIENCE = Duration.ofMillis(150);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final BalancerSpec spec;
    private final RuntimeApi api;

    HaproxyBalancer(BalancerSpec spec) {
        this.spec = spec;
        this.api = new RuntimeApi(spec);
    }

    @Override
    public BalancerSpec spec() {
        return spec;
    }

    @Override
    public List<ServerState> servers(String backend, Duration limit) {
        return ask(checked(backend), List.of(), Deadline.in(limit));
    }

    @Override
    public void routeOnlyTo(String backend, String server, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        List<String> others = new ArrayList<>(names(ask(checked(backend), List.of(), deadline)));
        if (!others.remove(server)) {
            throw unknown("server '%s' in backend %s, which has %s".formatted(server, backend, others));
        }
        if (!others.isEmpty()) {
            change(
                    backend,
                    takeOut(backend, others),
                    states -> allOut(states, others),
                    states -> allCut(states, others),
                    deadline);
        }
        change(
                backend,
                List.of(letIn(backend, server)),
                states -> is(states, server, Admin.READY) && allOut(states, others),
                _ -> true,
                deadline);
    }

    @Override
    public void ready(String backend, String server, Duration limit) {
        change(
                backend,
                List.of(letIn(checked(backend), checked(server))),
                states -> is(states, server, Admin.READY),
                _ -> true,
                Deadline.in(limit));
    }

    @Override
    public void drain(String backend, String server, Duration limit) {
        change(
                backend,
                List.of("set server %s/%s state drain".formatted(checked(backend), checked(server))),
                states -> is(states, server, Admin.DRAIN),
                _ -> true,
                Deadline.in(limit));
    }

    @Override
    public void cut(String backend, String server, Duration limit) {
        List<String> one = List.of(checked(server));
        change(
                backend,
                takeOut(checked(backend), one),
                states -> allOut(states, one),
                states -> allCut(states, one),
                Deadline.in(limit));
    }

    private static String letIn(String backend, String server) {
        return "set server %s/%s state ready".formatted(backend, server);
    }

    /** First out, then cut: a session that were cut first could come back to the same server. */
    private static List<String> takeOut(String backend, List<String> servers) {
        return servers.stream()
                .flatMap(server -> Stream.of(
                        "set server %s/%s state maint".formatted(backend, server),
                        "shutdown sessions server %s/%s".formatted(backend, server)))
                .toList();
    }

    private static boolean allOut(List<ServerState> states, List<String> servers) {
        return names(states).containsAll(servers)
                && states.stream()
                        .filter(state -> servers.contains(state.name()))
                        .allMatch(state -> state.admin() == Admin.MAINT);
    }

    private static boolean allCut(List<ServerState> states, List<String> servers) {
        return states.stream().filter(state -> servers.contains(state.name())).allMatch(state -> state.sessions() == 0);
    }

    private static boolean is(List<ServerState> states, String server, Admin admin) {
        return states.stream().anyMatch(state -> state.name().equals(server) && state.admin() == admin);
    }

    /**
     * Gives the commands, again and again, until HAProxy itself shows the state that they should lead to.
     *
     * @param achieved without it the change has failed
     * @param settled waited for a little, but not insisted on
     */
    private void change(
            String backend,
            List<String> commands,
            Predicate<List<ServerState>> achieved,
            Predicate<List<ServerState>> settled,
            Deadline deadline) {
        Deadline patience = Deadline.in(deadline.remaining(CUT_PATIENCE));
        List<ServerState> states = ask(backend, commands, deadline);
        Duration pause = FIRST_PAUSE;
        while (!achieved.test(states) || !(settled.test(states) || patience.isOver())) {
            if (deadline.remaining().compareTo(pause) <= 0) {
                throw new HoldfastException(
                        ErrorCode.NOT_PROVEN,
                        "load balancer %s, after %s for %s: it still shows %s"
                                .formatted(spec.name(), commands, deadline.limit(), states));
            }
            LockSupport.parkNanos(pause.toNanos());
            states = ask(backend, commands, deadline);
            pause = longer(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private List<ServerState> ask(String backend, List<String> changes, Deadline deadline) {
        List<String> commands = Stream.concat(changes.stream(), BackendReport.questions(backend).stream())
                .toList();
        BackendReport report = BackendReport.parse(backend, api.ask(commands, deadline));
        if (UNKNOWN.matcher(report.complaints()).find()) {
            throw unknown("backend %s: HAProxy answers '%s' to %s".formatted(backend, report.complaints(), commands));
        }
        if (!report.complete() || !report.complaints().isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.BALANCER_UNREACHABLE,
                    "load balancer %s at %s does not answer %s with the state of the servers, but with '%s'"
                            .formatted(spec.name(), spec.control(), commands, report.complaints()));
        }
        return report.servers();
    }

    private String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw unknown("a name '%s', which HAProxy does not allow".formatted(name));
        }
        return name;
    }

    private HoldfastException unknown(String what) {
        return new HoldfastException(
                ErrorCode.COMPONENT_UNKNOWN, "load balancer %s does not know %s".formatted(spec.name(), what));
    }

    private static List<String> names(List<ServerState> states) {
        return states.stream().map(ServerState::name).toList();
    }

    @Override
    public void weigh(String backend, String server, int percent, Duration limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void endSessions(String backend, String server, Duration limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void askClientsToLeave(boolean leave, Duration limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public boolean clientsAskedToLeave(Duration limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public BalancerTraffic traffic(Duration limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void keep(Duration limit) {}
}
