package dev.holdfast.lab.service;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of one instance, from its {@code key=value} file.
 *
 * @param socketPort for WebSockets; the one after the port for HTTP when the file is silent
 * @param primary the name of the database server that the writer endpoint should lead to; the service only shows it
 * @param drain how long new requests are still served after the process was told to stop
 */
public record ServiceSettings(
        String instance,
        String region,
        HostPort listen,
        int socketPort,
        Database database,
        String primary,
        Duration drain) {

    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(1);
    private static final int HIGHEST_PORT = 65535;

    /** Where the orders are kept. */
    public record Database(HostPort writer, HostPort reader, String name, String user) {}

    /** Reads the file, and reports everything that is wrong with it at once. */
    public static ServiceSettings load(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.PARAMETER_INVALID, "reading the settings " + file + ": " + e, e);
        }
        var problems = new ArrayList<String>();
        ServiceSettings settings = parse(properties, problems);
        if (!problems.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID, "reading the settings " + file + ": " + String.join("; ", problems));
        }
        return settings;
    }

    private static ServiceSettings parse(Properties properties, List<String> problems) {
        var database = new Database(
                hostPort(properties, "database.writer", problems),
                hostPort(properties, "database.reader", problems),
                text(properties, "database.name", problems),
                text(properties, "database.user", problems));
        var listen = new HostPort(
                text(properties, "address", problems), port("port", text(properties, "port", problems), problems));
        return new ServiceSettings(
                text(properties, "instance", problems),
                text(properties, "region", problems),
                listen,
                socketPort(properties, listen.port(), problems),
                database,
                text(properties, "database.primary", problems),
                duration(properties, problems));
    }

    /** Any free port, when HTTP has any free one. */
    private static int socketPort(Properties properties, int httpPort, List<String> problems) {
        String usual = Integer.toString(httpPort == 0 ? 0 : httpPort + 1);
        return port("socket.port", properties.getProperty("socket.port", usual).strip(), problems);
    }

    HostPort sockets() {
        return new HostPort(listen.host(), socketPort);
    }

    ServiceSettings withWriter(HostPort writer) {
        var moved = new Database(writer, database.reader(), database.name(), database.user());
        return new ServiceSettings(instance, region, listen, socketPort, moved, primary, drain);
    }

    /** The settings that a running instance can take over, by their keys in the file. */
    public Map<String, String> adjustable() {
        return new TreeMap<>(Map.of(
                "database.writer", database.writer().toString(),
                "database.reader", database.reader().toString(),
                "database.name", database.name(),
                "database.user", database.user(),
                "database.primary", primary));
    }

    private static String text(Properties properties, String key, List<String> problems) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            problems.add(key + " is missing");
        }
        return value;
    }

    private static HostPort hostPort(Properties properties, String key, List<String> problems) {
        String value = text(properties, key, problems);
        int colon = value.lastIndexOf(':');
        if (colon < 1) {
            problems.add(key + " is not HOST:PORT");
            return new HostPort("", 0);
        }
        return new HostPort(value.substring(0, colon), port(key, value.substring(colon + 1), problems));
    }

    private static int port(String key, String text, List<String> problems) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        problems.add(key + ": '" + text + "' is not a port");
        return 0;
    }

    private static Duration duration(Properties properties, List<String> problems) {
        try {
            return Duration.parse(properties.getProperty("drain", DEFAULT_DRAIN.toString()));
        } catch (DateTimeParseException e) {
            problems.add("drain is not a duration such as PT1S");
            return DEFAULT_DRAIN;
        }
    }
}
