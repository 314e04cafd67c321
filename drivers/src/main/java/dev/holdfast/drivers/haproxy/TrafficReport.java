package dev.holdfast.drivers.haproxy;

import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.BalancerTraffic.Backend;
import dev.holdfast.model.balancer.BalancerTraffic.Frontend;
import dev.holdfast.model.balancer.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What HAProxy answers to {@code show info}, {@code show servers state} and {@code show stat}, on one connection. */
final class TrafficReport {
    /** Types of lines: frontends (1), backends (2) and servers (4). */
    static final List<String> QUESTIONS = List.of("show info", "show servers state", "show stat -1 7 -1");

    private static final String FRONTEND = "FRONTEND";
    private static final String BACKEND = "BACKEND";

    private final Answer answer;
    private final Table statistics;
    private final List<SeenServer> servers;

    private TrafficReport(Answer answer) {
        this.answer = answer;
        this.statistics = answer.statistics();
        this.servers = SeenServer.all(answer.states(), statistics);
    }

    /**
     * The traffic; empty when the answer is not complete.
     *
     * @param frontend where clients come in; without it, all frontends are meant
     */
    static Optional<BalancerTraffic> parse(String balancer, Optional<String> frontend, String text) {
        Answer answer = Answer.of(text);
        return answer.isComplete()
                ? answer.field("Pid").map(pid -> new TrafficReport(answer).traffic(balancer, frontend, pid))
                : Optional.empty();
    }

    private BalancerTraffic traffic(String balancer, Optional<String> frontend, String pid) {
        // The number of a process may come again, but not with the same start.
        String incarnation = pid + "@" + answer.field("Start_time_sec").orElse("unknown");
        List<Frontend> frontends = rows(FRONTEND).stream()
                .filter(row -> frontend.map(name(row)::equals).orElse(true))
                .map(this::frontend)
                .toList();
        return new BalancerTraffic(
                balancer,
                incarnation,
                frontends,
                rows(BACKEND).stream().map(this::backend).toList());
    }

    private List<List<String>> rows(String kind) {
        return statistics.rows().stream()
                .filter(row -> statistics.cell(row, "svname").equals(kind))
                .toList();
    }

    private String name(List<String> row) {
        return statistics.cell(row, "pxname");
    }

    private Frontend frontend(List<String> row) {
        boolean http = !statistics.cell(row, "req_tot").isEmpty();
        return new Frontend(
                name(row),
                (int) statistics.number(row, "scur"),
                (int) statistics.number(row, http ? "req_rate" : "rate"),
                requests(row),
                statistics.number(row, "hrsp_5xx"),
                statistics.number(row, "dreq"));
    }

    private Backend backend(List<String> row) {
        List<SeenServer> own = servers.stream()
                .filter(server -> server.backend().equals(name(row)))
                .toList();
        return new Backend(
                name(row),
                (int) statistics.number(row, "scur"),
                (int) statistics.number(row, "qcur"),
                requests(row),
                statistics.number(row, "hrsp_5xx"),
                statistics.number(row, "wretr"),
                statistics.number(row, "econ"),
                Duration.ofMillis(statistics.number(row, "rtime")),
                up(own),
                own.stream().map(SeenServer::state).toList());
    }

    /** Where no HTTP is spoken, a session counts as a request. */
    private long requests(List<String> row) {
        return statistics.number(row, statistics.cell(row, "req_tot").isEmpty() ? "stot" : "req_tot");
    }

    /** Backups take traffic only when nobody else does. */
    private static int up(List<SeenServer> servers) {
        List<SeenServer> up =
                servers.stream().filter(server -> isUp(server.state())).toList();
        long usual = up.stream().filter(server -> !server.backup()).count();
        return usual > 0 ? (int) usual : up.size();
    }

    private static boolean isUp(ServerState state) {
        return state.up() && state.admin() == ServerState.Admin.READY;
    }
}
