package dev.holdfast.drivers.haproxy;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The servers of a HAProxy's backends at run time: looked at, and changed until HAProxy itself shows the change. */
final class RuntimeServers {
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

    RuntimeServers(BalancerSpec spec, RuntimeApi api) {
        this.spec = spec;
        this.api = api;
    }

    /**
     * A change of a backend's servers.
     *
     * @param achieved without it the change has failed
     * @param settled waited for a little, but not insisted on
     */
    record Change(
            String backend,
            List<String> commands,
            Predicate<List<SeenServer>> achieved,
            Predicate<List<SeenServer>> settled) {

        Change(String backend, String command, Predicate<List<SeenServer>> achieved) {
            this(backend, List.of(command), achieved, _ -> true);
        }
    }

    List<SeenServer> look(String backend, Deadline deadline) {
        return ask(backend, List.of(), deadline);
    }

    SeenServer look(String backend, String server, Deadline deadline) {
        List<SeenServer> servers = look(backend, deadline);
        return servers.stream()
                .filter(seen -> seen.name().equals(server))
                .findFirst()
                .orElseThrow(() -> unknown("server '%s' in backend %s, which has %s"
                        .formatted(
                                server,
                                backend,
                                servers.stream().map(SeenServer::name).toList())));
    }

    /** Gives the commands, again and again, until HAProxy itself shows the state that they should lead to. */
    void make(Change change, Deadline deadline) {
        Deadline patience = Deadline.in(deadline.remaining(CUT_PATIENCE));
        List<SeenServer> servers = ask(change.backend(), change.commands(), deadline);
        Duration pause = FIRST_PAUSE;
        while (!change.achieved().test(servers) || !(change.settled().test(servers) || patience.isOver())) {
            if (deadline.remaining().compareTo(pause) <= 0) {
                throw new HoldfastException(
                        ErrorCode.NOT_PROVEN,
                        "load balancer %s, after %s for %s: it still shows %s"
                                .formatted(spec.name(), change.commands(), deadline.limit(), servers));
            }
            LockSupport.parkNanos(pause.toNanos());
            servers = ask(change.backend(), change.commands(), deadline);
            pause = longer(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private List<SeenServer> ask(String backend, List<String> changes, Deadline deadline) {
        List<String> commands = Stream.concat(changes.stream(), BackendReport.questions(backend).stream())
                .toList();
        BackendReport report = BackendReport.parse(api.ask(commands, deadline));
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

    /** The name, when it is one that can be part of a command. */
    String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw unknown("a name '%s', which HAProxy does not allow".formatted(name));
        }
        return name;
    }

    private HoldfastException unknown(String what) {
        return new HoldfastException(
                ErrorCode.COMPONENT_UNKNOWN, "load balancer %s does not know %s".formatted(spec.name(), what));
    }
}
