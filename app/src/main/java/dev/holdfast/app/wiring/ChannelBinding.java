package dev.holdfast.app.wiring;

import dev.holdfast.engine.secret.SecretSources;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.NotifierDriver;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.topology.ChannelSpec;
import java.util.Map;

/** Binds channels of a topology to the drivers that it names. */
public final class ChannelBinding {
    private final Drivers<NotifierDriver> drivers = Drivers.of("channel", NotifierDriver.class, NotifierDriver::name);
    private final Secrets secrets;

    ChannelBinding(Map<String, String> environment) {
        secrets = new SecretSources(environment);
    }

    /** Checks the settings; opens no connection, and reads no secret yet. */
    public Notifier bind(ChannelSpec spec) {
        return drivers.get(spec.driver(), spec.name()).bind(spec, secrets);
    }
}
