package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;

/** A topology bound to real systems: everything that an operation may touch. */
public interface Site {

    Topology topology();

    DatabaseBinding database(String name);

    LoadBalancer balancer(String name);

    Workloads workloads(String deployment);

    /** Tells whether a primary is down; used by operations that must not act on a living one. */
    PrimaryExaminer examiner();

    PrimaryMemory memory();

    RestorePoints restorePoints();

    Clock clock();

    /** Tells people. */
    Notifications notifications();

    /** Runs executables on this machine. */
    Programs programs();

    /** A local directory for files that people read, such as captured writes. */
    Path evidenceDirectory();
}
