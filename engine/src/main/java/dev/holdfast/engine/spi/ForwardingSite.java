package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;

/** A site that is another one, except for what is overridden. */
public interface ForwardingSite extends Site {

    Site site();

    @Override
    default Topology topology() {
        return site().topology();
    }

    @Override
    default DatabaseBinding database(String name) {
        return site().database(name);
    }

    @Override
    default LoadBalancer balancer(String name) {
        return site().balancer(name);
    }

    @Override
    default Workloads workloads(String deployment) {
        return site().workloads(deployment);
    }

    @Override
    default DnsZone dns(String name) {
        return site().dns(name);
    }

    @Override
    default RegionalData regionalData(String name) {
        return site().regionalData(name);
    }

    @Override
    default PrimaryExaminer examiner() {
        return site().examiner();
    }

    @Override
    default RegionExaminer regions() {
        return site().regions();
    }

    @Override
    default Reachability reachability() {
        return site().reachability();
    }

    @Override
    default PrimaryMemory memory() {
        return site().memory();
    }

    @Override
    default Intentions intentions() {
        return site().intentions();
    }

    @Override
    default RestorePoints restorePoints() {
        return site().restorePoints();
    }

    @Override
    default Clock clock() {
        return site().clock();
    }

    @Override
    default Notifications notifications() {
        return site().notifications();
    }

    @Override
    default Programs programs() {
        return site().programs();
    }

    @Override
    default Path evidenceDirectory() {
        return site().evidenceDirectory();
    }
}
