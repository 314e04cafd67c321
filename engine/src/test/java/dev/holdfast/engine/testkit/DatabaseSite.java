package dev.holdfast.engine.testkit;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseContents;
import dev.holdfast.engine.spi.DatabaseRejoin;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A site with one database and nothing else, for what looks at databases. */
public final class DatabaseSite implements Site, PrimaryMemory {
    private final Topology topology;
    private final FakeDatabase database;
    private final Clock clock;
    private volatile Optional<PrimarySighting> sighting = Optional.empty();

    public DatabaseSite(Topology topology, FakeDatabase database, Clock clock) {
        this.topology = topology;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public DatabaseBinding database(String name) {
        return new DatabaseBinding(database, NO_REJOIN, NO_CONTENTS, database);
    }

    private static final DatabaseRejoin NO_REJOIN = new DatabaseRejoin() {
        @Override
        public Optional<Divergence> captureDivergence(String node, String source, Path directory, Duration limit) {
            throw absent("divergence");
        }

        @Override
        public RejoinMethod rejoin(String node, String source, Duration limit) {
            throw absent("rejoin");
        }
    };

    private static final DatabaseContents NO_CONTENTS = new DatabaseContents() {
        @Override
        public Comparison compare(
                String primary, List<String> standbys, boolean rows, Duration longestPause, Duration limit) {
            throw absent("contents");
        }
    };

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
        return this;
    }

    @Override
    public void remember(PrimarySighting seen) {
        sighting = Optional.of(seen);
    }

    @Override
    public Optional<PrimarySighting> lastSighting(String name) {
        return sighting;
    }

    @Override
    public RestorePoints restorePoints() {
        return _ -> List.of();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Notifications notifications() {
        throw absent("channel");
    }

    @Override
    public Programs programs() {
        throw absent("program");
    }

    @Override
    public Path evidenceDirectory() {
        throw absent("evidence directory");
    }

    private static UnsupportedOperationException absent(String what) {
        return new UnsupportedOperationException("the site has no " + what);
    }
}
