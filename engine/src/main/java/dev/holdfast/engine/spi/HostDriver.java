package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.HostSpec;

/** Binds machines of one kind. Found through {@link java.util.ServiceLoader}. */
public interface HostDriver {

    /** What a topology calls it. */
    String name();

    /** Binds a host. Opens no connection yet. */
    HostCommands bind(HostSpec spec);
}
