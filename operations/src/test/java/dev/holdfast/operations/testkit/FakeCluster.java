package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.SyncPolicy;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.testkit.FakeServer.Life;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A replicated database in memory: positions in the log, timelines, synchronous commits, and servers that crash, hang or are cut
 * off. After every effect it checks that no two servers can acknowledge writes, now or when they wake up, and that no
 * acknowledged write is lost.
 */
public final class FakeCluster implements DatabaseCluster {
    private final DatabaseSpec spec;
    private final Effects effects;
    private final Map<String, FakeServer> servers = new LinkedHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private long acknowledged = 1000;
    private boolean lossAccepted;

    FakeCluster(DatabaseSpec spec, Effects effects) {
        this.spec = spec;
        this.effects = effects;
        for (String name : spec.nodeNames()) {
            servers.put(name, new FakeServer(name, new SyncPolicy(1, spec.nodeNames())));
        }
        server("primary").primary = true;
        server("replica1").upstream = Optional.of("primary");
        server("replica2").upstream = Optional.of("primary");
        effects.always(this::checkInvariants);
    }

    FakeServer server(String name) {
        FakeServer server = servers.get(name);
        if (server == null) {
            throw new IllegalArgumentException("no server " + name);
        }
        return server;
    }

    private void checkInvariants() {
        stream();
        List<String> able = servers.values().stream()
                .filter(this::couldAcknowledge)
                .map(server -> server.name)
                .toList();
        if (able.size() > 1) {
            throw new AssertionError("%s can acknowledge writes at the same time".formatted(able));
        }
        for (String name : able) {
            if (!lossAccepted && server(name).position < acknowledged) {
                throw new AssertionError("%s acknowledges writes and lacks acknowledged ones".formatted(name));
            }
        }
    }

    /** Whether it acknowledges writes now, or would after it woke up or was connected again. */
    private boolean couldAcknowledge(FakeServer server) {
        long listeners = servers.values().stream()
                .filter(other -> server.sync.members().contains(other.name))
                .filter(other -> !other.primary && other.lives())
                .filter(other -> other.upstream.filter(server.name::equals).isPresent())
                .filter(other -> other.canContinueFrom(server))
                .count();
        return server.primary && server.lives() && listeners >= server.sync.required();
    }

    /** Whether a client's write is acknowledged by this server now. */
    boolean acknowledgesNow(String name) {
        FakeServer server = server(name);
        return server.primary && server.answers() && listenersNow(server) >= server.sync.required();
    }

    private long listenersNow(FakeServer server) {
        return servers.values().stream()
                .filter(other -> receives(other)
                        && other.upstream.filter(server.name::equals).isPresent())
                .filter(other -> server.sync.members().contains(other.name))
                .count();
    }

    private boolean receives(FakeServer standby) {
        return !standby.primary
                && standby.answers()
                && standby.upstream
                        .map(this::server)
                        .filter(source -> source.answers() && standby.canContinueFrom(source))
                        .isPresent();
    }

    /** Lets everything that can stream do so; twice, for standbys of standbys. */
    private void stream() {
        for (int round = 0; round < 2; round++) {
            for (FakeServer standby : servers.values()) {
                if (receives(standby)) {
                    standby.takeLogFrom(server(standby.upstream.orElseThrow()));
                }
            }
        }
    }

    /** A client commits {@code bytes} on a server, and is told so if the server's policy allows. */
    boolean write(String name, long bytes) {
        if (!server(name).primary || !server(name).answers()) {
            return false;
        }
        server(name).position += bytes;
        stream();
        boolean told = acknowledgesNow(name);
        if (told) {
            acknowledged = Math.max(acknowledged, server(name).position);
        }
        return told;
    }

    void acceptLoss() {
        lossAccepted = true;
    }

    /** Which servers were asked for their state, in order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public DatabaseSpec spec() {
        return spec;
    }

    @Override
    public ClusterState observe(Duration limit) {
        return new ClusterState(
                spec.nodeNames().stream().map(node -> observe(node, limit)).toList());
    }

    @Override
    public NodeState observe(String node, Duration limit) {
        asked.add(node);
        return effects.undisturbed(() -> state(server(node)));
    }

    private NodeState state(FakeServer server) {
        stream();
        if (server.isolated || server.process == Life.HUNG) {
            return new NodeState.Unreachable(server.name, NodeState.Reach.SILENT, "no answer");
        }
        if (server.process == Life.STARTING) {
            return new NodeState.Answering(server.name, "57P03", "the database system is starting up");
        }
        if (server.process != Life.RUNNING) {
            return new NodeState.Unreachable(server.name, NodeState.Reach.REFUSED, "connection refused");
        }
        Identity identity = new Identity(server.system, server.timeline());
        Lsn position = new Lsn(server.position);
        if (server.primary) {
            return new NodeState.Primary(server.name, identity, position, server.sync, attached(server), 0);
        }
        Optional<String> sender = receives(server) ? server.upstream : Optional.empty();
        NodeState.Upstream upstream =
                new NodeState.Upstream(server.upstream, sender, sender.isPresent(), Optional.of(Duration.ZERO));
        return new NodeState.Standby(
                server.name, identity, position, position, upstream, server.replayPaused, server.lastCommit);
    }

    private List<NodeState.Attached> attached(FakeServer primary) {
        return servers.values().stream()
                .filter(other -> receives(other)
                        && other.upstream.filter(primary.name::equals).isPresent())
                .map(other ->
                        new NodeState.Attached(other.name, "streaming", new Lsn(other.position), Optional.empty()))
                .toList();
    }

    @Override
    public ProcessState process(String node, Duration limit) {
        return effects.undisturbed(() -> {
            if (server(node).isolated) {
                return new ProcessState.Unknown("no route to host");
            }
            return switch (server(node).process) {
                case RUNNING, HUNG, STARTING -> new ProcessState.Running(4711);
                case CRASHED -> new ProcessState.Crashed();
                case STOPPED -> new ProcessState.Stopped();
            };
        });
    }

    @Override
    public void stopForGood(String node, Duration limit) {
        refuseIf(server(node).isolated, ErrorCode.HOST_UNREACHABLE, node);
        effects.run("stopForGood " + node, () -> {
            server(node).process = server(node).lives() ? Life.STOPPED : server(node).process;
            server(node).standbyOnly = true;
        });
    }

    @Override
    public void stopCleanly(String node, Duration limit) {
        boolean cant = !server(node).answers() || server(node).refusesShutdown;
        refuseIf(cant, ErrorCode.DATABASE_UNREACHABLE, node);
        effects.run("stopCleanly " + node, () -> {
            stream();
            server(node).process = Life.STOPPED;
            server(node).standbyOnly = true;
        });
    }

    @Override
    public void start(String node, Duration limit) {
        refuseIf(server(node).isolated, ErrorCode.HOST_UNREACHABLE, node);
        effects.run("start " + node, () -> {
            if (!server(node).lives()) {
                server(node).process = Life.RUNNING;
                server(node).primary = !server(node).standbyOnly;
            }
        });
    }

    @Override
    public void allowStartAsPrimary(String node, Duration limit) {
        refuseIf(server(node).lives(), ErrorCode.ROLE_MISMATCH, node);
        effects.run("allowStartAsPrimary " + node, () -> server(node).standbyOnly = false);
    }

    @Override
    public void detach(String standby, Duration limit) {
        refuseIf(!server(standby).answers(), ErrorCode.DATABASE_UNREACHABLE, standby);
        effects.run("detach " + standby, () -> server(standby).upstream = Optional.empty());
    }

    @Override
    public void follow(String standby, String upstream, Duration limit) {
        refuseIf(!server(standby).answers() || server(standby).primary, ErrorCode.DATABASE_UNREACHABLE, standby);
        effects.run("follow " + standby + " " + upstream, () -> server(standby).upstream = Optional.of(upstream));
    }

    @Override
    public void promote(String standby, Duration limit) {
        refuseIf(!server(standby).answers(), ErrorCode.PROMOTION_FAILED, standby);
        effects.run("promote " + standby, () -> {
            FakeServer server = server(standby);
            if (!server.primary) {
                server.history.put(server.timeline() + 1, server.position);
                server.primary = true;
                server.replayPaused = false;
                server.upstream = Optional.empty();
            }
        });
    }

    private void refuseIf(boolean cant, ErrorCode code, String node) {
        if (effects.undisturbed(() -> cant)) {
            throw new HoldfastException(code, node + " can't do that");
        }
    }
}
