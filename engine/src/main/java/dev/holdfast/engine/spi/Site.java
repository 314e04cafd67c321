package dev.holdfast.engine.spi;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;

/** A topology bound to real systems: everything that an operation may touch. */
public interface Site {

    Topology topology();

    DatabaseBinding database(String name);

    LoadBalancer balancer(String name);

    Workloads workloads(String deployment);

    /** The answers for a service; the topology may have none. */
    default DnsZone dns(String name) {
        throw absent("DNS name " + name);
    }

    /** Data that each region has of its own; the topology may have none. */
    default RegionalData regionalData(String name) {
        throw absent("regional data " + name);
    }

    /** Tells whether a primary is down; used by operations that must not act on a living one. */
    PrimaryExaminer examiner();

    /** Tells how regions are. */
    default RegionExaminer regions() {
        throw absent("examiner of regions");
    }

    /** Looks at addresses from the vantage points. */
    default Reachability reachability() {
        throw absent("vantage point");
    }

    PrimaryMemory memory();

    /** What components were told to be. */
    default Intentions intentions() {
        throw absent("memory of intentions");
    }

    RestorePoints restorePoints();

    Clock clock();

    /** Tells people. */
    Notifications notifications();

    /** Runs executables on this machine. */
    Programs programs();

    /** A local directory for files that people read, such as captured writes. */
    Path evidenceDirectory();

    private static HoldfastException absent(String what) {
        return new HoldfastException(ErrorCode.COMPONENT_UNKNOWN, "this site has no " + what);
    }
}
