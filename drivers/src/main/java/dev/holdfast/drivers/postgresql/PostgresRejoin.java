package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.DatabaseRejoin;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a server back as a standby, by the cheapest way that works: follow, else rewind, else copy.
 *
 * <p>Each way ends with the server streaming from the source; one that does not get there is given up for the next.
 */
final class PostgresRejoin implements DatabaseRejoin {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresRejoin.class);
    private static final Duration STREAMING_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Servers servers;
    private final PostgresCluster cluster;
    private final Replication replication;
    private final Function<String, HostCommands> hosts;

    PostgresRejoin(Servers servers, PostgresCluster cluster, Function<String, HostCommands> hosts) {
        this.servers = servers;
        this.cluster = cluster;
        this.replication = new Replication(servers.spec().access());
        this.hosts = hosts;
    }

    @Override
    public Optional<Divergence> captureDivergence(String node, String source, Path directory, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        DataDirectory data = directory(node);
        IsolatedServer.stopLeftOver(data, deadline.remaining());
        if (cluster.process(node, deadline.remaining()) instanceof ProcessState.Running running) {
            throw new HoldfastException(
                    ErrorCode.ROLE_MISMATCH,
                    "saving what only %s has: it must be stopped, and runs as process %d"
                            .formatted(node, running.pid()));
        }
        if (Rebuild.spoilt(data, deadline.remaining())) {
            LOG.info("{} was being rebuilt: what only it had is gone, or was saved before", node);
            return Optional.empty();
        }
        return new DivergenceCapture(data, servers.get(source), deadline).into(directory);
    }

    @Override
    public RejoinMethod rejoin(String node, String source, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        DataDirectory data = directory(node);
        IsolatedServer.stopLeftOver(data, deadline.remaining());
        if (cluster.process(node, deadline.remaining()) instanceof ProcessState.Running
                && streamsAlready(node, source, deadline)) {
            return RejoinMethod.NOTHING;
        }
        replication.prepareSlot(servers.get(source), node, deadline.remaining());
        Rebuild rebuild = new Rebuild(
                data,
                servers.get(source),
                replication.conninfo(servers.get(node), servers.get(source)),
                servers.spec().access().user(),
                deadline);
        return rebuilt(data, source, rebuild, deadline);
    }

    private RejoinMethod rebuilt(DataDirectory data, String source, Rebuild rebuild, Deadline deadline) {
        boolean spoilt = Rebuild.spoilt(data, deadline.remaining());
        if (!spoilt && Kinship.of(data, servers.get(source), deadline) instanceof Kinship.Ancestor) {
            if (works("following", rebuild::markAsStandby, data, source, deadline)) {
                return RejoinMethod.FOLLOW;
            }
        }
        if (!spoilt && works("rewinding", rebuild::rewind, data, source, deadline)) {
            return RejoinMethod.REWIND;
        }
        copy(data, source, rebuild, deadline);
        return RejoinMethod.BASE_BACKUP;
    }

    private void copy(DataDirectory data, String source, Rebuild rebuild, Deadline deadline) {
        try {
            rebuild.copy();
            startAndAwait(data.node().name(), source, deadline);
        } catch (HoldfastException e) {
            throw switch (e.code()) {
                case COMMAND_FAILED, DATABASE_UNREACHABLE, REPLICATION_NOT_FOLLOWING ->
                    new HoldfastException(ErrorCode.REBUILD_FAILED, e.attempted(), e);
                default -> e;
            };
        }
        rebuild.cleanUp();
    }

    private boolean works(String way, Runnable change, DataDirectory data, String source, Deadline deadline) {
        String node = data.node().name();
        try {
            change.run();
            startAndAwait(node, source, deadline);
            return true;
        } catch (HoldfastException e) {
            if (deadline.isOver() || e.code() == ErrorCode.HOST_UNREACHABLE || e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            LOG.warn("{} {} did not work, trying the next way: {}", way, node, e.attempted());
            cluster.stopForGood(node, deadline.remaining());
            return false;
        }
    }

    /** A server that follows the source may still be on its way; any other that runs is none of our business. */
    private boolean streamsAlready(String node, String source, Deadline deadline) {
        NodeState state = cluster.observe(node, deadline.remaining(STREAMING_LIMIT));
        if (state instanceof NodeState.Primary) {
            throw new HoldfastException(
                    ErrorCode.ROLE_MISMATCH,
                    "%s runs as a primary; it must be stopped before it can rejoin".formatted(node));
        }
        boolean following = state instanceof NodeState.Standby standby
                && standby.upstream().configured().equals(Optional.of(source));
        try {
            if (following || state instanceof NodeState.Answering) {
                awaitStreaming(node, source, deadline);
                return true;
            }
        } catch (HoldfastException e) {
            LOG.warn("{} runs, but does not stream from {}: {}", node, source, e.attempted());
        }
        cluster.stopForGood(node, deadline.remaining());
        return false;
    }

    private void startAndAwait(String node, String source, Deadline deadline) {
        cluster.start(node, deadline.remaining());
        awaitStreaming(node, source, deadline);
    }

    /** A server that was just started takes no session for a moment. */
    private void awaitStreaming(String node, String source, Deadline whole) {
        Deadline deadline = Deadline.in(whole.remaining(STREAMING_LIMIT));
        Optional<HoldfastException> failure = streaming(node, source, deadline);
        while (failure.isPresent()) {
            ErrorCode code = failure.get().code();
            boolean mayStillCome = code == ErrorCode.DATABASE_UNREACHABLE || code == ErrorCode.COMMAND_FAILED;
            if (!mayStillCome || deadline.isOver() || !runs(node, deadline)) {
                throw failure.get();
            }
            Replication.pause(POLL);
            failure = streaming(node, source, deadline);
        }
    }

    private Optional<HoldfastException> streaming(String node, String source, Deadline deadline) {
        try {
            Replication.awaitStreaming(servers.get(node), servers.get(source), deadline);
            return Optional.empty();
        } catch (HoldfastException e) {
            return Optional.of(e);
        }
    }

    private boolean runs(String node, Deadline deadline) {
        return cluster.process(node, deadline.remaining()) instanceof ProcessState.Running;
    }

    private DataDirectory directory(String node) {
        return new DataDirectory(servers.spec().node(node), servers.spec().access(), hosts);
    }
}
