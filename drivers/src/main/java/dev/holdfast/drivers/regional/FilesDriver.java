package dev.holdfast.drivers.regional;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.RegionalDataDriver;
import dev.holdfast.model.topology.RegionalDataSpec;
import java.util.function.Function;

/** Binds directories of files. */
public final class FilesDriver implements RegionalDataDriver {

    @Override
    public String name() {
        return "files";
    }

    @Override
    public RegionalData bind(RegionalDataSpec spec, Function<String, HostCommands> hosts) {
        return new FileStores(spec, hosts);
    }
}
