package dev.holdfast.engine.spi;

import dev.holdfast.model.topology.ChannelSpec;

/** Binds channels of one kind. Found through {@link java.util.ServiceLoader}. */
public interface NotifierDriver {

    /** What a topology calls it. */
    String name();

    /**
     * Binds a channel. Opens no connection yet.
     *
     * @param secrets finds the secret when it is needed, by what the topology says
     */
    Notifier bind(ChannelSpec spec, Secrets secrets);
}
