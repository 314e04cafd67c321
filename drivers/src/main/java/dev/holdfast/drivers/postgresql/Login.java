package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.topology.HostPort;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a session leads, and as whom.
 *
 * @param from the local address to look from
 */
record Login(HostPort address, String database, String user, Optional<String> from) {

    Login from(String local) {
        return new Login(address, database, user, Optional.of(local));
    }

    Login to(HostPort other) {
        return new Login(other, database, user, from);
    }

    Login in(String other) {
        return new Login(address, other, user, from);
    }

    String url() {
        return "jdbc:postgresql://%s:%d/%s".formatted(address.host(), address.port(), database);
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("ApplicationName", "holdfast");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", AttemptSocketFactory.class.getName());
        // Settings travel with the first message, instead of one more exchange for each.
        properties.setProperty("assumeMinServerVersion", "12");
        from.ifPresent(local -> properties.setProperty("localSocketAddress", local));
        return properties;
    }
}
