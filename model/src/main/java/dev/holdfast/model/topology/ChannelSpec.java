package dev.holdfast.model.topology;

import java.util.Map;
import java.util.Optional;

/**
 * A way to tell people something.
 *
 * @param name what runbooks call it, such as {@code slack}, {@code pagerduty} or {@code email}
 * @param driver which driver sends
 * @param settings of the driver, such as an address; never a secret
 * @param secret where its secret is found, such as {@code env:SLACK_TOKEN} or {@code file:/run/secrets/slack}; never the secret
 * @param otherwise the channel that is used when this one fails
 */
public record ChannelSpec(
        String name, String driver, Map<String, String> settings, Optional<String> secret, Optional<String> otherwise) {

    public ChannelSpec {
        settings = Map.copyOf(settings);
    }
}
