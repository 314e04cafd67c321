package dev.holdfast.engine.topology;

import dev.holdfast.model.topology.HostPort;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as a topology writes them. */
final class AddressText {
    private static final Pattern HOST_AND_PORT = Pattern.compile("\\[?([^\\s\\[\\]]+?)]?:([0-9]{1,9})");
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int HIGHEST_PORT = 65_535;

    private AddressText() {}

    /** A host and a port from 1 to 65535, such as {@code 127.1.0.10:5432} or {@code [::1]:5432}. */
    static Optional<HostPort> hostPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        return port < 1 || port > HIGHEST_PORT ? Optional.empty() : Optional.of(new HostPort(parts.group(1), port));
    }

    /** Whether it is an IP address itself, not a name that would have to be resolved. */
    static boolean isIpAddress(String text) {
        if (!IP_ADDRESS.matcher(text).matches()) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
