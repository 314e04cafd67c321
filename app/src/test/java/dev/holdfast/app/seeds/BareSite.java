package dev.holdfast.app.seeds;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A site that has a clock and nothing else. */
record BareSite(Clock clock) implements Site {

    @Override
    public Topology topology() {
        return new Topology("bare", List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public DatabaseBinding database(String name) {
        throw absent("database " + name);
    }

    @Override
    public LoadBalancer balancer(String name) {
        throw absent("load balancer " + name);
    }

    @Override
    public Workloads workloads(String deployment) {
        throw absent("deployment " + deployment);
    }

    @Override
    public PrimaryExaminer examiner() {
        throw absent("examiner");
    }

    @Override
    public PrimaryMemory memory() {
        throw absent("memory");
    }

    @Override
    public RestorePoints restorePoints() {
        throw absent("restore points");
    }

    @Override
    public Notifications notifications() {
        throw absent("channels");
    }

    @Override
    public Programs programs() {
        throw absent("programs");
    }

    @Override
    public Path evidenceDirectory() {
        throw absent("evidence directory");
    }

    private static UnsupportedOperationException absent(String what) {
        return new UnsupportedOperationException("a bare site has no " + what);
    }
}
