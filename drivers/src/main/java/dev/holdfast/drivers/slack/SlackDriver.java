package dev.holdfast.drivers.slack;

import dev.holdfast.drivers.channel.ChannelSettings;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.NotifierDriver;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.model.topology.ChannelSpec;
import java.util.Set;

/**
 * Binds Slack channels.
 *
 * <p>Settings: {@code channel}, where to post; {@code url}, Slack's address when it is another one. The secret is a bot token.
 */
public final class SlackDriver implements NotifierDriver {
    private static final String SLACK = "https://slack.com";

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Notifier bind(ChannelSpec spec, Secrets secrets) {
        ChannelSettings settings = ChannelSettings.of(spec, Set.of("channel", "url"));
        return new SlackNotifier(settings.url("url", SLACK), settings.required("channel"), secrets, settings.secret());
    }
}
