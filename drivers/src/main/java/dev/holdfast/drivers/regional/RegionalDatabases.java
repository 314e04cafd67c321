package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.regional.DataHost.Work;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A database that each region has on a PostgreSQL server of its own; the copy of another region's database lies beside it, under the
 * name of the database with that of the region.
 *
 * <p>A copy is dumped as of one moment on the host of the data, brought over like any other files, restored under another name, compared,
 * and renamed in one transaction.
 */
final class RegionalDatabases implements RegionalData {
    private static final String NOW = Psql.QUERY + "query \"$database\" \"$statements\"\n";
    private static final String STATEMENTS = Psql.BEGIN + Psql.MOMENT + Psql.TABLES + "commit;\n";

    private final RegionalDataSpec spec;
    private final Function<String, HostCommands> hosts;

    RegionalDatabases(RegionalDataSpec spec, Function<String, HostCommands> hosts) {
        this.spec = spec;
        this.hosts = hosts;
    }

    @Override
    public RegionalDataSpec spec() {
        return spec;
    }

    @Override
    public CopyState compare(String source, String target, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Leg leg = Leg.of(spec, source, target, hosts);
        Optional<Copy> copy = new DatabaseCopy(leg).read(deadline);
        return Copy.compare(leg, data(leg, deadline).manifest(), copy);
    }

    @Override
    public Optional<Instant> copiedAt(String source, String target, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        return new DatabaseCopy(Leg.of(spec, source, target, hosts))
                .moment(deadline)
                .map(Reading::moment);
    }

    private static Reading data(Leg leg, Deadline deadline) {
        Map<String, String> variables = Psql.ofSource(leg);
        variables.put("statements", STATEMENTS);
        Work work = new Work("reading the tables of " + leg, ErrorCode.COMMAND_FAILED, NOW, variables);
        return Reading.read(leg.from().run(work, deadline).iterator());
    }

    @Override
    public void copy(
            String source, String target, Optional<Long> bytesPerSecond, Consumer<String> progress, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Leg leg = Leg.of(spec, source, target, hosts);
        Dump.Taken first = round(leg, bytesPerSecond, progress, deadline);
        if (first.resumed() && isTooOld(first.tables().at())) {
            progress.accept("%s: what was begun at %s is complete, and older than the RPO: once more"
                    .formatted(leg, first.tables().at()));
            round(leg, bytesPerSecond, progress, deadline);
        }
    }

    private boolean isTooOld(Instant at) {
        return at.plus(spec.objective().rpo()).isBefore(Instant.now());
    }

    private static Dump.Taken round(
            Leg leg, Optional<Long> bytesPerSecond, Consumer<String> progress, Deadline deadline) {
        DatabaseCopy copy = new DatabaseCopy(leg);
        Dump dump = new Dump(leg);
        Dump.Taken taken = dump.take(copy.moment(deadline), progress, deadline);
        Mirror mirror = new Mirror(leg, dump.directory(), Psql.home(leg));
        Mirror.Arrived arrived = mirror.bring(Optional.empty(), bytesPerSecond, progress, deadline);
        progress.accept("%s: restoring it".formatted(leg));
        copy.restore(arrived, taken.tables().manifest(), deadline);
        copy.complete(arrived, deadline);
        dump.delete(deadline);
        return taken;
    }
}
