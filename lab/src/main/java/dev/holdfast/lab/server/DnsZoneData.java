package dev.holdfast.lab.server;

import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.plan.LabPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The database of one DNS server.
 *
 * <p>It is made whole with the zone in it before the server starts for the first time, so no moment shows a part of it. What is
 * there already stays: it holds what was changed since.
 */
final class DnsZoneData {
    private static final String SQLITE = "/usr/bin/sqlite3";
    private static final Path SCHEMA = DebianPackages.POWERDNS_SCHEMA;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final LabContext context;
    private final Path home;
    private final Path log;

    DnsZoneData(LabContext context, LabDnsServer server, Path log) {
        this.context = context;
        this.home = context.directory().dnsServer(server.name());
        this.log = log;
    }

    static Path file(LabDirectory directory, LabDnsServer server) {
        return directory.dnsServer(server.name()).resolve("zones.sqlite3");
    }

    /** Makes it if there is none; returns whether it did. */
    boolean prepare(Path file) {
        if (Files.exists(file)) {
            return false;
        }
        Path draft = home.resolve("zones.new");
        Path content = context.files().write(home.resolve("zone.sql"), content(context.plan()), "rw-r--r--");
        try {
            Files.deleteIfExists(draft);
            context.daemons()
                    .run(List.of(SQLITE, "-bail", draft.toString(), ".read " + SCHEMA, ".read " + content), log, LIMIT);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("making " + file, e);
        }
        return true;
    }

    /** The zone as it is at first. PowerDNS keeps names without the dot at their end. */
    static String content(LabPlan plan) {
        return Template.render(
                "zone.sql",
                Map.of(
                        "zone", stored(plan.zone()),
                        "service", stored(plan.serviceName()),
                        "first", plan.dnsServers().getFirst().name(),
                        "answers", quoted(ServiceRecord.content(plan)),
                        "ttl", Integer.toString(ServiceRecord.TTL),
                        "servers",
                                plan.dnsServers().stream()
                                        .map(server -> server(plan, server))
                                        .collect(Collectors.joining("\n"))));
    }

    private static String server(LabPlan plan, LabDnsServer server) {
        String name = server.name() + "." + stored(plan.zone());
        return """
                insert into records (domain_id, name, type, content, ttl, auth) values
                    (1, '%s', 'NS', '%s', 60, 1), (1, '%s', 'A', '%s', 60, 1);""".formatted(stored(plan.zone()), name, name, server.address().host());
    }

    private static String stored(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }
}
