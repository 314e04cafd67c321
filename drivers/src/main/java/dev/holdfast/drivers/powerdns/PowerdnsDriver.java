package dev.holdfast.drivers.powerdns;

import dev.holdfast.engine.spi.DnsDriver;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.topology.DnsSpec;

/** Binds names that a topology gives the driver {@code powerdns}. */
public final class PowerdnsDriver implements DnsDriver {

    @Override
    public String name() {
        return "powerdns";
    }

    @Override
    public DnsZone bind(DnsSpec spec, Secrets secrets) {
        return new PowerdnsZone(spec, secrets);
    }
}
