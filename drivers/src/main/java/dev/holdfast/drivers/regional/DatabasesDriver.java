package dev.holdfast.drivers.regional;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.RegionalDataDriver;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.util.function.Function;

/** Binds databases that each region has on a PostgreSQL server of its own. */
public final class DatabasesDriver implements RegionalDataDriver {

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public RegionalData bind(RegionalDataSpec spec, Function<String, HostCommands> hosts) {
        return new RegionalDatabases(spec, hosts);
    }
}
