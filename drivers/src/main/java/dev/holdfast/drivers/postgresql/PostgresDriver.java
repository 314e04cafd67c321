package dev.holdfast.drivers.postgresql;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseDriver;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.topology.DatabaseSpec;
import java.util.function.Function;

/** Binds clusters of PostgreSQL servers with physical streaming replication. */
public final class PostgresDriver implements DatabaseDriver {

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public DatabaseBinding bind(DatabaseSpec spec, Function<String, HostCommands> hosts) {
        Servers servers = new Servers(spec);
        PostgresCluster cluster = new PostgresCluster(servers, hosts);
        return new DatabaseBinding(
                cluster,
                new PostgresRejoin(servers, cluster, hosts),
                new PostgresContents(servers),
                new PostgresProbes(servers, cluster));
    }
}
