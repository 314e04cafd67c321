package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.RegionalDataSpec;
import java.util.function.Function;

/** Binds data of regions of one kind. Found through {@link java.util.ServiceLoader}. */
public interface RegionalDataDriver {

    /** What a topology calls it. */
    String name();

    /** Binds the data. Opens no connection yet. */
    RegionalData bind(RegionalDataSpec spec, Function<String, HostCommands> hosts);
}
