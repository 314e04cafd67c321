package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.DnsSpec;

/** Binds DNS names of one kind. Found through {@link java.util.ServiceLoader}. */
public interface DnsDriver {

    /** What a topology calls it. */
    String name();

    /**
     * Binds a name. Opens no connection yet.
     *
     * @param secrets finds the keys of the servers' APIs when they are needed
     */
    DnsZone bind(DnsSpec spec, Secrets secrets);
}
