package dev.holdfast.drivers.pagerduty;

import dev.holdfast.drivers.channel.ChannelSettings;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.NotifierDriver;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.topology.ChannelSpec;
import java.util.Set;

/**
 * Binds services of PagerDuty.
 *
 * <p>Settings: {@code source}, what the alert is said to come from; {@code url}, PagerDuty's address when it is another one, such as
 * that of its European region. The secret is the integration's routing key.
 */
public final class PagerDutyDriver implements NotifierDriver {
    private static final String PAGERDUTY = "https://events.pagerduty.com";

    @Override
    public String name() {
        return "pagerduty";
    }

    @Override
    public Notifier bind(ChannelSpec spec, Secrets secrets) {
        ChannelSettings settings = ChannelSettings.of(spec, Set.of("source", "url"));
        return new PagerDutyNotifier(
                settings.url("url", PAGERDUTY),
                settings.optional("source").orElse("holdfast"),
                secrets,
                settings.secret());
    }
}
