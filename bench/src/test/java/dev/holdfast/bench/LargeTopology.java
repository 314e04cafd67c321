package dev.holdfast.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A topology of two regions with so many services that no lab could run them. Each has a DNS name of its own. */
final class LargeTopology {
    private static final long SEED = 1;
    /** A service depends on services of lower layers only, as in a real site: front ends, services, shared services, stores. */
    private static final int LAYERS = 12;

    private LargeTopology() {}

    static String of(int services, int dependencies) {
        List<Set<Integer>> needed = needed(services, dependencies);
        StringBuilder deployments = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int service = 0; service < services; service++) {
            deployments.append(deployment(service, needed.get(service)));
            names.append(dns(service));
        }
        return """
                version: 1
                name: large
                regions:
                  east: { vantage: 127.1.0.9 }
                  west: { vantage: 127.2.0.9 }
                hosts:
                %s%s
                databases:
                  orders:
                    driver: postgresql
                    objective: { rto: 5m, rpo: 1m }
                    access: { database: orders, user: holdfast, replication_user: repl, binaries: /usr/lib/postgresql/15/bin }
                    detection: { interval: 50ms, silence: 1200ms, restart_grace: 15s }
                    nodes:
                      one: { region: west, host: west, address: "127.2.0.10:5432", priority: 100, data_directory: /a, config_file: /b, log_file: /c }
                      two: { region: west, host: west, address: "127.2.0.11:5432", priority: 90, data_directory: /d, config_file: /e, log_file: /f }
                load_balancers:
                  east: { region: east, driver: haproxy, control: "127.1.0.20:9999" }
                  west: { region: west, driver: haproxy, control: "127.2.0.20:9999" }
                deployments:
                %sdns:
                %s""".formatted(host("east", 1), host("west", 2), deployments, names);
    }

    private static String host(String region, int subnet) {
        return "  %s: { region: %s, driver: ssh, address: \"127.%d.0.10:22\", user: me, identity_file: /k, known_hosts: /h }%n"
                .formatted(region, region, subnet);
    }

    private static List<Set<Integer>> needed(int services, int dependencies) {
        Random random = new Random(SEED);
        List<Set<Integer>> needed = new ArrayList<>();
        for (int service = 0; service < services; service++) {
            needed.add(new TreeSet<>());
        }
        int first = services / LAYERS;
        for (int left = dependencies; left > 0; ) {
            int service = first + random.nextInt(services - first);
            int below = service / first * first;
            left -= needed.get(service).add(random.nextInt(Math.min(below, services))) ? 1 : 0;
        }
        return needed;
    }

    private static String deployment(int service, Set<Integer> needs) {
        List<String> names = needs.stream().map(need -> "service-" + need).toList();
        return """
                  service-%1$d:
                    driver: processes
                    backend: service-%1$d
                    capacity: 1000
                    depends_on: [%2$s]
                    entrances: { east: "http://127.1.0.20:%3$d", west: "http://127.2.0.20:%3$d" }
                    instances:
                      service-%1$d-east: { region: east, host: east, balancer: east, address: "127.1.0.30:%3$d", config_file: /c, restart_command: /r }
                      service-%1$d-west: { region: west, host: west, balancer: west, address: "127.2.0.30:%3$d", config_file: /c, restart_command: /r }
                """.formatted(service, String.join(", ", names), 10_000 + service);
    }

    private static String dns(int service) {
        int port = 20_000 + service;
        return """
                  service-%1$d:
                    driver: powerdns
                    zone: example.com.
                    record: service-%1$d.example.com.
                    ttl: 30s
                    deployment: service-%1$d
                    servers: { ns-%1$d: { region: west, address: "127.2.0.53:%2$d", api: "http://127.2.0.53:8081" } }
                    answers: { east: { address: 127.1.0.20, weight: 100, countries: [US] }, west: { address: 127.2.0.20, weight: 100, countries: [DE] } }
                    clients: { US: 127.1.0.7, DE: 127.2.0.7 }
                """.formatted(service, port);
    }
}
