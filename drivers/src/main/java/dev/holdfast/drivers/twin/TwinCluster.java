package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinEffects.Call;
import dev.holdfast.drivers.twin.TwinServer.Life;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A replicated database on the twin: positions in the log, timelines, synchronous commits. */
final class TwinCluster implements DatabaseCluster {
    private static final long PID = 4711;

    private final TwinServers servers;
    private final TwinEffects effects;

    TwinCluster(TwinServers servers) {
        this.servers = servers;
        this.effects = servers.effects();
    }

    @Override
    public DatabaseSpec spec() {
        return servers.spec();
    }

    /** Takes as long as the slowest of them, as if all were asked at once. */
    @Override
    public ClusterState observe(Duration limit) {
        Call call = new Call(TwinCall.OBSERVE, "", this::slowest, ErrorCode.DATABASE_UNREACHABLE);
        return effects.read(call, limit, this::now);
    }

    /** As it is now; takes no time. */
    ClusterState now() {
        return new ClusterState(servers.all().stream().map(this::state).toList());
    }

    private Reach slowest() {
        return servers.all().stream().anyMatch(server -> server.session() == Reach.SILENT)
                ? Reach.SILENT
                : Reach.ANSWERS;
    }

    @Override
    public NodeState observe(String node, Duration limit) {
        TwinServer server = servers.get(node);
        return effects.read(session(TwinCall.OBSERVE, server), limit, () -> state(server));
    }

    private NodeState state(TwinServer server) {
        servers.stream();
        if (server.isolated || server.life == Life.HUNG) {
            return new NodeState.Unreachable(server.name, NodeState.Reach.SILENT, "no answer");
        }
        return switch (server.life) {
            case BUSY -> new NodeState.Answering(server.name, server.sqlState, server.busyWith);
            case RUNNING -> server.primary ? primary(server) : standby(server);
            case HUNG, CRASHED, STOPPED ->
                new NodeState.Unreachable(server.name, NodeState.Reach.REFUSED, "connection refused");
        };
    }

    private NodeState primary(TwinServer server) {
        List<NodeState.Attached> attached = servers.attachedTo(server).stream()
                .map(standby -> new NodeState.Attached(
                        standby.name, "streaming", new Lsn(standby.log.end()), Optional.of(Duration.ZERO)))
                .toList();
        return new NodeState.Primary(
                server.name, identity(server), new Lsn(server.log.end()), server.sync, attached, server.commits);
    }

    private NodeState standby(TwinServer server) {
        boolean receives = servers.receives(server);
        NodeState.Upstream upstream = new NodeState.Upstream(
                server.upstream,
                receives ? server.upstream : Optional.empty(),
                receives,
                receives ? Optional.of(Duration.ZERO) : Optional.empty());
        Lsn received = new Lsn(server.log.end());
        return new NodeState.Standby(
                server.name, identity(server), received, received, upstream, server.replayPaused, server.lastCommit);
    }

    private static Identity identity(TwinServer server) {
        return new Identity(server.log.system(), server.log.timeline());
    }

    @Override
    public ProcessState process(String node, Duration limit) {
        TwinServer server = servers.get(node);
        return effects.read(host(TwinCall.PROCESS, server), limit, () -> processState(server));
    }

    static ProcessState processState(TwinServer server) {
        if (server.isolated) {
            return new ProcessState.Unknown("no route to host");
        }
        return switch (server.life) {
            case RUNNING, HUNG, BUSY -> new ProcessState.Running(PID);
            case CRASHED -> new ProcessState.Crashed();
            case STOPPED -> new ProcessState.Stopped();
        };
    }

    @Override
    public void stopForGood(String node, Duration limit) {
        TwinServer server = servers.get(node);
        effects.perform(host(TwinCall.STOP_FOR_GOOD, server), "stop " + node + " for good", limit, () -> {
            server.life = server.lives() ? Life.STOPPED : server.life;
            server.standbyOnly = true;
        });
    }

    @Override
    public void stopCleanly(String node, Duration limit) {
        TwinServer server = servers.get(node);
        if (effects.look(() -> !server.lives() && !server.isolated)) {
            stopForGood(node, limit);
            return;
        }
        effects.perform(session(TwinCall.STOP_CLEANLY, server), "stop " + node + " cleanly", limit, () -> {
            servers.stream();
            server.life = Life.STOPPED;
            server.standbyOnly = true;
        });
    }

    @Override
    public void start(String node, Duration limit) {
        TwinServer server = servers.get(node);
        effects.perform(host(TwinCall.START, server), "start " + node, limit, server::start);
    }

    @Override
    public void allowStartAsPrimary(String node, Duration limit) {
        TwinServer server = servers.get(node);
        effects.perform(host(TwinCall.MARK, server), "allow " + node + " to start as primary", limit, () -> {
            refuseIf(server.lives(), ErrorCode.ROLE_MISMATCH, "%s runs".formatted(node));
            server.standbyOnly = false;
        });
    }

    @Override
    public void detach(String standby, Duration limit) {
        TwinServer server = servers.get(standby);
        effects.perform(
                session(TwinCall.DETACH, server), "detach " + standby, limit, () -> server.upstream = Optional.empty());
    }

    @Override
    public void follow(String standby, String upstream, Duration limit) {
        TwinServer server = servers.get(standby);
        TwinServer source = servers.get(upstream);
        String effect = "%s follows %s".formatted(standby, upstream);
        effects.perform(session(TwinCall.FOLLOW, server), effect, limit, () -> {
            refuseIf(server.primary, ErrorCode.ROLE_MISMATCH, "%s is a primary".formatted(standby));
            refuseIf(
                    source.session() != Reach.ANSWERS,
                    ErrorCode.DATABASE_UNREACHABLE,
                    "%s: %s does not answer".formatted(effect, upstream));
            server.upstream = Optional.of(upstream);
        });
        if (!effects.look(() -> streamsFrom(server, upstream))) {
            TwinEffects.sleep(limit);
            refuseIf(
                    !effects.look(() -> streamsFrom(server, upstream)),
                    ErrorCode.REPLICATION_NOT_FOLLOWING,
                    "%s is to stream from %s, but did not within %d ms".formatted(standby, upstream, limit.toMillis()));
        }
    }

    private boolean streamsFrom(TwinServer standby, String upstream) {
        return standby.follows(upstream) && servers.receives(standby);
    }

    @Override
    public void promote(String standby, Duration limit) {
        TwinServer server = servers.get(standby);
        effects.perform(session(TwinCall.PROMOTE, server), "promote " + standby, limit, server::promote);
    }

    private static void refuseIf(boolean refused, ErrorCode code, String reason) {
        if (refused) {
            throw new HoldfastException(code, reason);
        }
    }

    static Call session(TwinCall kind, TwinServer server) {
        return new Call(kind, server.name, server::session, ErrorCode.DATABASE_UNREACHABLE);
    }

    static Call host(TwinCall kind, TwinServer server) {
        return new Call(kind, server.name, server::host, ErrorCode.HOST_UNREACHABLE);
    }
}
