package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A cluster of PostgreSQL servers. */
final class PostgresCluster implements DatabaseCluster {
    private final Servers servers;
    private final Observation observation;
    private final Replication replication;
    private final Function<String, HostCommands> hosts;

    PostgresCluster(Servers servers, Function<String, HostCommands> hosts) {
        this.servers = servers;
        this.observation = new Observation(servers);
        this.replication = new Replication(servers.spec().access());
        this.hosts = hosts;
    }

    @Override
    public DatabaseSpec spec() {
        return servers.spec();
    }

    @Override
    public ClusterState observe(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        List<Pending> begun = servers.all().stream().map(this::begin).toList();
        return new ClusterState(begun.stream().map(one -> one.finish(deadline)).toList());
    }

    @Override
    public NodeState observe(String node, Duration limit) {
        return begin(servers.get(node)).finish(Deadline.in(limit));
    }

    @Override
    public ProcessState process(String node, Duration limit) {
        return process(node).state(limit);
    }

    @Override
    public void stopForGood(String node, Duration limit) {
        process(node).stopForGood(limit);
    }

    @Override
    public void stopCleanly(String node, Duration limit) {
        process(node).stopCleanly(limit);
    }

    @Override
    public void start(String node, Duration limit) {
        process(node).start(limit);
    }

    @Override
    public void allowStartAsPrimary(String node, Duration limit) {
        process(node).allowStartAsPrimary(limit);
    }

    @Override
    public void detach(String standby, Duration limit) {
        Replication.detach(servers.get(standby), process(standby), limit);
    }

    @Override
    public void follow(String standby, String upstream, Duration limit) {
        replication.follow(servers.get(standby), servers.get(upstream), limit);
    }

    @Override
    public void promote(String standby, Duration limit) {
        Replication.promote(servers.get(standby), limit);
    }

    private Pending begin(Server server) {
        return new Pending(server.name(), server.begin(session -> observation.of(server.name(), session)));
    }

    private ServerProcess process(String node) {
        return new ServerProcess(spec().node(node), spec().access(), hosts);
    }

    /** An observation that is under way. */
    private record Pending(String node, Attempt<NodeState> attempt) {
        NodeState finish(Deadline deadline) {
            try {
                return attempt.finish(deadline.remaining());
            } catch (SessionException e) {
                return e.fault().asState(node);
            }
        }
    }
}
