package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinServer.Life;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a database, and the servers of a twin that follow from it.
 *
 * @param processes what the hosts say of the servers that served no session
 * @param sighting the primary of now, or the last one that was seen
 * @param points newest first
 */
record SeededDatabase(
        ClusterState state,
        Map<String, ProcessState> processes,
        Optional<PrimarySighting> sighting,
        List<RestorePoint> points) {

    SeededDatabase {
        processes = Map.copyOf(processes);
        points = List.copyOf(points);
    }

    TwinServers servers(DatabaseSpec spec, TwinEffects effects, Instant at) {
        List<TwinServer> all =
                state.nodes().stream().map(node -> server(node, at)).toList();
        TwinServers servers = new TwinServers(spec, effects, all);
        confirmed()
                .ifPresent(end -> lastPrimary()
                        .ifPresent(primary -> servers.promise(TwinLog.of(
                                primary.identity().system(), primary.identity().timeline(), end))));
        return servers;
    }

    private TwinServer server(NodeState node, Instant at) {
        return switch (node) {
            case NodeState.Primary primary -> primary(primary, at);
            case NodeState.Standby standby -> standby(standby);
            case NodeState.Answering answering -> {
                TwinServer server = absent(answering.node(), at);
                server.life = Life.BUSY;
                server.isolated = false;
                server.sqlState = answering.sqlState();
                server.busyWith = answering.message();
                yield server;
            }
            case NodeState.Unreachable unreachable -> absent(unreachable.node(), at);
        };
    }

    private TwinServer primary(NodeState.Primary seen, Instant at) {
        String system = seen.identity().system();
        int timeline = seen.identity().timeline();
        long end = Math.max(seen.written().position(), isLast(seen.node()) ? furthest() : 0);
        TwinLog log = isLast(seen.node())
                ? TwinLog.of(system, timeline, end)
                : TwinLog.apart(system, timeline, end, seen.node());
        TwinServer server = new TwinServer(seen.node(), log, seen.sync());
        server.primary = true;
        server.commits = seen.commits();
        server.lastCommit = Optional.of(lastCommit().orElse(at));
        return server;
    }

    private TwinServer standby(NodeState.Standby seen) {
        String system = seen.identity().system();
        int timeline = seen.identity().timeline();
        long end = seen.received().position();
        TwinLog log =
                isOfLast(seen) ? TwinLog.of(system, timeline, end) : TwinLog.apart(system, timeline, end, seen.node());
        TwinServer server = new TwinServer(seen.node(), log, policy());
        server.standbyOnly = true;
        server.replayPaused = seen.replayPaused();
        server.lastCommit = seen.lastCommit();
        server.upstream =
                seen.upstream().configured().filter(source -> seen.upstream().receiving() || !serves(source));
        return server;
    }

    /** A server that could not be asked: the last primary is what it was when last seen; of any other one nothing is known. */
    private TwinServer absent(String node, Instant at) {
        TwinServer server = lastPrimary()
                .filter(primary -> primary.node().equals(node))
                .map(primary -> primary(primary, at))
                .orElseGet(() -> unknown(node));
        ProcessState process = Optional.ofNullable(processes.get(node)).orElse(new ProcessState.Unknown(""));
        switch (process) {
            case ProcessState.Running _ -> server.life = Life.HUNG;
            case ProcessState.Crashed _ -> server.life = Life.CRASHED;
            case ProcessState.Stopped _ -> server.life = Life.STOPPED;
            case ProcessState.Unknown _ -> server.isolated = true;
        }
        return server;
    }

    private TwinServer unknown(String node) {
        String system =
                lastPrimary().map(primary -> primary.identity().system()).orElse("");
        TwinServer server = new TwinServer(node, TwinLog.apart(system, 1, 0, node), policy());
        server.standbyOnly = true;
        return server;
    }

    /** What is remembered of the primary, unless a server shows a newer timeline. */
    private Optional<NodeState.Primary> lastPrimary() {
        return sighting.map(PrimarySighting::state)
                .filter(primary -> state.standbys().stream()
                        .allMatch(standby -> standby.identity().timeline()
                                <= primary.identity().timeline()));
    }

    private boolean isLast(String node) {
        return lastPrimary().filter(primary -> primary.node().equals(node)).isPresent();
    }

    private boolean isOfLast(NodeState.Standby standby) {
        return lastPrimary()
                .map(primary -> primary.identity().equals(standby.identity()))
                .orElseGet(() -> state.standbys().stream()
                        .allMatch(other -> other.identity().timeline()
                                <= standby.identity().timeline()));
    }

    private boolean serves(String node) {
        return state.node(node)
                .filter(found -> found instanceof NodeState.Primary || found instanceof NodeState.Standby)
                .isPresent();
    }

    /** The servers were not asked at the same moment: a standby may have been seen ahead of its primary. */
    private long furthest() {
        return received().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private List<Long> received() {
        return state.standbys().stream()
                .filter(this::isOfLast)
                .filter(standby ->
                        policy().members().isEmpty() || policy().members().contains(standby.node()))
                .map(standby -> standby.received().position())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private Optional<Instant> lastCommit() {
        return state.standbys().stream()
                .filter(this::isOfLast)
                .flatMap(standby -> standby.lastCommit().stream())
                .max(Comparator.naturalOrder());
    }

    /** Up to where enough standbys have confirmed, so that clients may have been told. */
    private Optional<Long> confirmed() {
        int required = policy().required();
        List<Long> received = received();
        return required == 0 || received.size() < required ? Optional.empty() : Optional.of(received.get(required - 1));
    }

    /** Every server is taken to have the policy of the primary. */
    private SyncPolicy policy() {
        return sighting.map(seen -> seen.state().sync()).orElse(SyncPolicy.ASYNCHRONOUS);
    }
}
