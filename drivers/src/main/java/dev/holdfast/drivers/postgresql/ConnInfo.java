package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.NodeSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A connection string of libpq, as in {@code primary_conninfo}. */
record ConnInfo(Map<String, String> settings) {
    private static final Pattern SETTING = Pattern.compile("(\\w+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[^\\s']+)");
    private static final String DEFAULT_PORT = "5432";

    ConnInfo {
        settings = new LinkedHashMap<>(settings);
    }

    static ConnInfo parse(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        Matcher matcher = SETTING.matcher(text);
        while (matcher.find()) {
            settings.put(matcher.group(1), unquoted(matcher.group(2)));
        }
        return new ConnInfo(settings);
    }

    /** What a standby needs to stream; it gives up a dead connection after a few seconds. */
    static ConnInfo forStandby(String standby, HostPort upstream, String user) {
        ConnInfo conninfo = forTools(upstream, user);
        conninfo.settings.put("application_name", standby);
        conninfo.settings.put("keepalives_idle", "1");
        conninfo.settings.put("keepalives_interval", "1");
        conninfo.settings.put("keepalives_count", "2");
        conninfo.settings.put("tcp_user_timeout", "3000");
        return conninfo;
    }

    /** What the server's own programs need. */
    static ConnInfo forTools(HostPort server, String user) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("host", server.host());
        settings.put("port", String.valueOf(server.port()));
        settings.put("user", user);
        settings.put("connect_timeout", "2");
        settings.put("sslmode", "disable");
        settings.put("gssencmode", "disable");
        return new ConnInfo(settings);
    }

    ConnInfo with(String setting, String value) {
        ConnInfo changed = new ConnInfo(settings);
        changed.settings.put(setting, value);
        return changed;
    }

    Optional<String> get(String setting) {
        return Optional.ofNullable(settings.get(setting));
    }

    boolean leadsTo(NodeSpec node) {
        return get("host").equals(Optional.of(node.address().host()))
                && get("port")
                        .orElse(DEFAULT_PORT)
                        .equals(String.valueOf(node.address().port()));
    }

    @Override
    public String toString() {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + quoted(setting.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        if (value.matches("[\\w.:/-]+")) {
            return value;
        }
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String unquoted(String value) {
        if (!value.startsWith("'")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
