package dev.holdfast.drivers.ssh;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.HostDriver;
import dev.holdfast.model.topology.HostSpec;

/** Reaches machines over SSH, with a key file and a file of known hosts. */
public final class SshHostDriver implements HostDriver {

    @Override
    public String name() {
        return "ssh";
    }

    @Override
    public HostCommands bind(HostSpec spec) {
        return new SshHost(spec);
    }
}
