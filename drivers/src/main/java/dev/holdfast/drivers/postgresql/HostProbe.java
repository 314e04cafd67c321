package dev.holdfast.drivers.postgresql;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import java.time.Duration;
import java.time.Instant;

/** Looks at the process table of a server's host. A process that is there may hang, so it never proves life. */
final class HostProbe implements PrimaryProbe {
    private final DatabaseCluster cluster;
    private final String node;

    HostProbe(DatabaseCluster cluster, String node) {
        this.cluster = cluster;
        this.node = node;
    }

    @Override
    public Look look(Duration limit) {
        Instant began = Instant.now();
        Seen seen = switch (cluster.process(node, limit)) {
            case ProcessState.Running running -> new Seen(Sign.ABSTAINS, "process " + running.pid() + " runs");
            case ProcessState.Crashed crashed ->
                new Seen(Sign.REFUSED, "its process is gone, and left its lock file behind");
            case ProcessState.Stopped stopped -> new Seen(Sign.STOPPING, "its process ended in good order");
            case ProcessState.Unknown unknown -> new Seen(Sign.ABSTAINS, unknown.detail());
        };
        return new Look(new Source(Source.Kind.HOST, node), seen.sign(), began, Instant.now(), seen.detail());
    }

    @Override
    public void close() {
        // The host's connection is not the probe's own.
    }
}
