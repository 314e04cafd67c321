package dev.holdfast.drivers.smtp;

import dev.holdfast.drivers.channel.ChannelSettings;
import dev.holdfast.model.topology.ChannelSpec;
import dev.holdfast.model.topology.HostPort;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From whom, to whom, and over which server; made of the settings {@code server}, {@code from}, {@code to}, {@code tls},
 * {@code user} and {@code ca_file}.
 *
 * @param caFile certificates in PEM form that are trusted instead of those of the machine
 */
record MailAccount(
        HostPort server,
        Tls tls,
        InternetAddress from,
        List<InternetAddress> to,
        Optional<Login> login,
        Optional<String> caFile) {
    private static final Set<String> SETTINGS = Set.of("server", "from", "to", "tls", "user", "ca_file");
    private static final int IMPLICIT_PORT = 465;

    MailAccount {
        to = List.copyOf(to);
    }

    /** How the connection is protected. */
    enum Tls {
        /** From the first byte. */
        IMPLICIT,
        /** Begun in clear, and then it must be protected, or nothing is sent. */
        STARTTLS,
        /** Not at all: anybody on the way reads along. */
        NONE
    }

    /**
     * Who logs in.
     *
     * @param password where it is found
     */
    record Login(String user, String password) {}

    static MailAccount of(ChannelSpec spec) {
        ChannelSettings settings = ChannelSettings.of(spec, SETTINGS);
        HostPort server = server(settings);
        Tls tls = tls(settings, server);
        Optional<Login> login = spec.secret().map(secret -> new Login(settings.required("user"), secret));
        if (login.isEmpty() && settings.optional("user").isPresent()) {
            throw settings.problem("settings.user logs in, but there is no secret");
        }
        if (login.isPresent() && tls == Tls.NONE) {
            throw settings.problem("a password is not sent without TLS: leave out `tls: none` or the secret");
        }
        return new MailAccount(
                server,
                tls,
                addresses(settings, "from").getFirst(),
                addresses(settings, "to"),
                login,
                settings.optional("ca_file"));
    }

    private static HostPort server(ChannelSettings settings) {
        String text = settings.required("server");
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon <= 0 || !port.matches("[0-9]{1,5}")) {
            throw settings.problem(
                    "settings.server is '%s'; it must be a host and a port such as mail.example:587".formatted(text));
        }
        return new HostPort(text.substring(0, colon), Integer.parseInt(port));
    }

    private static Tls tls(ChannelSettings settings, HostPort server) {
        String usual = server.port() == IMPLICIT_PORT ? "implicit" : "starttls";
        String text = settings.optional("tls").orElse(usual);
        return switch (text) {
            case "implicit" -> Tls.IMPLICIT;
            case "starttls" -> Tls.STARTTLS;
            case "none" -> Tls.NONE;
            default ->
                throw settings.problem(
                        "settings.tls is '%s'; it must be one of starttls, implicit, none".formatted(text));
        };
    }

    private static List<InternetAddress> addresses(ChannelSettings settings, String name) {
        String text = settings.required(name);
        try {
            List<InternetAddress> addresses = List.of(InternetAddress.parse(text, true));
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (AddressException malformed) {
            // Said below, without the library's words.
        }
        throw settings.problem(
                "settings.%s is '%s'; it must be mail addresses such as oncall@example.com".formatted(name, text));
    }
}
