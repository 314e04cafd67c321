package dev.holdfast.engine.spi;

import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;

/**
 * The servers of a replicated database: their roles, and the effects that change them.
 *
 * <p>Observing never throws for a server that is down: that is a {@link NodeState.Unreachable}. Effects throw a
 * {@link dev.holdfast.model.error.HoldfastException} when they are refused or can't be done within the limit.
 */
public interface DatabaseCluster {

    DatabaseSpec spec();

    /** Looks at every server at once. Takes no longer than the limit. */
    ClusterState observe(Duration limit);

    NodeState observe(String node, Duration limit);

    /** What the server's host says of its process, without asking the server. */
    ProcessState process(String node, Duration limit);

    /**
     * Ends every process of the server at once, hung ones too, and makes sure that it can only start as a standby. Repeatable.
     */
    void stopForGood(String node, Duration limit);

    /**
     * Shuts the server down in good order: open sessions end, its log is sent to the standbys that follow it. Afterwards it can
     * only start as a standby. Repeatable.
     */
    void stopCleanly(String node, Duration limit);

    /** Starts a server that is stopped, in whatever role its data directory is marked for. Repeatable. */
    void start(String node, Duration limit);

    /** Takes back the mark that makes a stopped server start as a standby only. Refused while it runs. */
    void allowStartAsPrimary(String node, Duration limit);

    /** Makes a standby stop receiving from whomever it follows. Repeatable. */
    void detach(String standby, Duration limit);

    /** Makes a standby stream from {@code upstream}; creates what is needed there. Repeatable. */
    void follow(String standby, String upstream, Duration limit);

    /** Makes a standby the primary. Returns when it accepts writes. Repeatable. */
    void promote(String standby, Duration limit);
}
