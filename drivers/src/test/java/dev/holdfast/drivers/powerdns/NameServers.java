package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.dns.DnsAnswer;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.topology.DnsSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Two real DNS servers, and three regions that they lead clients to. */
final class NameServers implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(700);
    static final String EAST = "127.133.0.20";
    static final String WEST = "127.134.0.20";
    static final String EUROPE = "127.135.0.20";
    private static final Map<String, String> CLIENTS =
            Map.of("US", "127.66.1.7", "CA", "127.66.2.7", "MX", "127.66.3.7", "DE", "127.66.5.0/24");

    final PowerdnsProcess ns1;
    final PowerdnsProcess ns2;
    final Map<String, Entrance> entrances = new TreeMap<>();

    private NameServers(PowerdnsProcess ns1, PowerdnsProcess ns2) {
        this.ns1 = ns1;
        this.ns2 = ns2;
    }

    /** Starts all of them; when one does not start, those before it are ended. */
    static NameServers start(Path directory) throws IOException {
        Path countries =
                CountryDatabase.write(directory.resolve("countries.mmdb"), Map.of(1, "US", 2, "CA", 3, "MX", 5, "DE"));
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            PowerdnsProcess ns1 = PowerdnsProcess.start(directory.resolve("ns1"), "127.131.0.53", countries);
            started.push(ns1);
            PowerdnsProcess ns2 = PowerdnsProcess.start(directory.resolve("ns2"), "127.132.0.53", countries);
            NameServers servers = new NameServers(ns1, ns2);
            started.push(servers);
            for (String host : List.of(EAST, WEST, EUROPE)) {
                servers.open(host);
            }
            return servers;
        } catch (IOException e) {
            endAll(started, e);
            throw e;
        }
    }

    private static void endAll(Deque<AutoCloseable> started, IOException failure) {
        for (AutoCloseable one : started) {
            try {
                one.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    void open(String host) throws IOException {
        entrances.put(host, new Entrance(host));
    }

    void fail(String host) {
        Optional.ofNullable(entrances.remove(host)).ifPresent(Entrance::close);
    }

    PowerdnsZone zone() {
        return zone(ns1.server("ns1"), ns2.server("ns2"));
    }

    static PowerdnsZone zone(DnsSpec.Server... servers) {
        return zone("lab.test.", PowerdnsProcess.KEY, servers);
    }

    static PowerdnsZone zone(String name, String key, DnsSpec.Server... servers) {
        DnsSpec spec = new DnsSpec(
                "service",
                "powerdns",
                name,
                "www." + name,
                Duration.ofSeconds(2),
                "fastapi-main",
                List.of(servers),
                List.of(),
                CLIENTS,
                Optional.empty());
        return new PowerdnsZone(spec, _ -> key);
    }

    /** The regions in good times. */
    static List<DnsTarget> usual() {
        return regions(100, Optional.empty());
    }

    static List<DnsTarget> regions(int east, Optional<String> successor) {
        return List.of(
                new DnsTarget("eu-west-1", EUROPE, 100, List.of("DE", "FR"), Optional.empty()),
                new DnsTarget("us-east-1", EAST, east, List.of("US", "CA"), successor),
                new DnsTarget("us-west-2", WEST, 100, List.of("MX"), Optional.empty()));
    }

    /** What the clients of each country get from a server. */
    static Map<String, List<String>> answers(PowerdnsZone zone, String server) {
        return zone.answers(LIMIT).stream()
                .filter(answer -> answer.server().equals(server))
                .collect(Collectors.toMap(DnsAnswer::country, DnsAnswer::addresses));
    }

    /** What 250 clients of a network get from the first server, in their order. */
    List<String> answers(int network) {
        AuthoritativeServer server = new AuthoritativeServer("ns1", ns1.address());
        List<String> answers = new ArrayList<>();
        for (int client = 1; client <= 250; client++) {
            Optional<String> subnet = Optional.of("127.66.%d.%d".formatted(network, client));
            answers.addAll(
                    server.ask("www.lab.test.", subnet, Deadline.in(LIMIT)).addresses());
        }
        return answers;
    }

    /** Waits until the answers of the first server are like this. */
    static Map<String, List<String>> await(PowerdnsZone zone, Predicate<Map<String, List<String>>> wanted) {
        Deadline deadline = Deadline.in(LIMIT);
        Map<String, List<String>> seen = answers(zone, "ns1");
        while (!wanted.test(seen) && !deadline.isOver()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            seen = answers(zone, "ns1");
        }
        return seen;
    }

    @Override
    public void close() {
        entrances.values().forEach(Entrance::close);
        ns1.close();
        ns2.close();
    }
}
