package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One server of the lab that does not depend on others to start. */
public sealed interface LabServer permits Balancer, SshHost, DnsServer, RegionalDatabase, KubernetesServer, PodProgram {

    String name();

    LabRegion region();

    /** Every address it listens on; the first is the one that people know it by. */
    List<HostPort> addresses();

    Path log();

    /** Its main process, if it lives. */
    Optional<ProcessEntry> process();

    /** Writes its configuration and starts it, detached. */
    void start();

    /** Starts it as it was when it last ran. */
    default void startAgain() {
        start();
    }

    /** Whether it does its work now. Takes about a second at most. */
    boolean answers();

    /** What tells it to end in good order. */
    default String stopSignal() {
        return "TERM";
    }

    /** How long it may take until it answers. */
    Duration patience();
}
