package dev.holdfast.drivers.channel;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.ChannelSpec;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The settings of a channel; one that the driver does not know is a mistake of the topology. */
public final class ChannelSettings {
    private final ChannelSpec spec;

    private ChannelSettings(ChannelSpec spec) {
        this.spec = spec;
    }

    /**
     * Checks the names.
     *
     * @param known every setting that the driver knows
     */
    public static ChannelSettings of(ChannelSpec spec, Set<String> known) {
        List<String> unknown = new TreeSet<>(spec.settings().keySet())
                .stream().filter(name -> !known.contains(name)).toList();
        ChannelSettings settings = new ChannelSettings(spec);
        if (!unknown.isEmpty()) {
            throw settings.problem("the driver '%s' has no setting %s; it has %s"
                    .formatted(spec.driver(), unknown, new TreeSet<>(known)));
        }
        return settings;
    }

    public Optional<String> optional(String name) {
        return Optional.ofNullable(spec.settings().get(name)).filter(value -> !value.isBlank());
    }

    public String required(String name) {
        return optional(name).orElseThrow(() -> problem("settings.%s is missing".formatted(name)));
    }

    /** Where the secret of a channel that can't do without one is found. */
    public String secret() {
        return spec.secret()
                .orElseThrow(() -> problem("secret is missing: name where it is found, env:NAME or file:/path"));
    }

    /** An address that a secret may be sent to: over TLS, or on this machine. */
    public URI url(String name, String otherwise) {
        String text = optional(name).orElse(otherwise);
        URI url = parse(name, text);
        if (url.getHost() == null || !("https".equals(url.getScheme()) || isOnThisMachine(url))) {
            throw problem("settings.%s is '%s'; it must be an https address".formatted(name, text));
        }
        return url;
    }

    private URI parse(String name, String text) {
        try {
            return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException malformed) {
            throw problem("settings.%s is '%s'; it must be an https address".formatted(name, text));
        }
    }

    private static boolean isOnThisMachine(URI url) {
        try {
            return "http".equals(url.getScheme())
                    && InetAddress.ofLiteral(url.getHost()).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /** A mistake of the topology. */
    public HoldfastException problem(String text) {
        return new HoldfastException(ErrorCode.TOPOLOGY_INVALID, "notifications.%s: %s".formatted(spec.name(), text));
    }
}
