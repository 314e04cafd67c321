package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.DatabaseSpec;
import java.util.function.Function;

/** Binds databases of one kind. Found through {@link java.util.ServiceLoader}. */
public interface DatabaseDriver {

    /** What a topology calls it. */
    String name();

    /** Binds a cluster. Opens no connection yet. */
    DatabaseBinding bind(DatabaseSpec spec, Function<String, HostCommands> hosts);
}
