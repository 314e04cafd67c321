package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.dns.DnsTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The clients of a service in memory: where DNS leads them, how long they believe an old answer, and whether they keep their
 * connections until they are asked to leave.
 */
public final class FakeFlow {
    private static final double NANOS = 1e9;

    private final Map<String, Double> demand;
    private final Map<String, Double> requests = new HashMap<>();
    private final Map<String, Double> failures = new HashMap<>();
    /** Requests a second of clients that keep their connections, by home and by where they are. */
    private final Map<String, Map<String, Double>> connected = new LinkedHashMap<>();

    private final Map<String, Map<String, Integer>> sockets = new HashMap<>();
    private final Map<String, Double> stubborn = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> dead = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();
    private Function<String, Double> capacity = _ -> Double.MAX_VALUE;
    private double clinging;
    private long settled;

    /** What DNS said from a moment on. */
    private record Answer(long from, List<List<DnsTarget>> tables) {}

    /** What a load balancer counts. */
    record Counters(long requests, long failures, int sessions) {}

    /** @param demand requests a second of the clients that belong to a region */
    FakeFlow(Map<String, Double> demand) {
        this.demand = new LinkedHashMap<>(demand);
    }

    /** This share of the clients keeps its connections. */
    void cling(double share) {
        clinging = share;
        demand.forEach((home, rate) -> connected.put(home, new HashMap<>(Map.of(home, rate * share))));
    }

    /** Clients that stay in a region whatever they are told. */
    void stubborn(String region, double rate) {
        stubborn.put(region, rate);
    }

    void socket(String region, String server, int count) {
        sockets.computeIfAbsent(region, _ -> new LinkedHashMap<>()).put(server, count);
    }

    void kill(String region) {
        settle();
        dead.add(region);
        sockets.remove(region);
    }

    void revive(String region) {
        settle();
        dead.remove(region);
    }

    /** More requests a second than this fail. */
    void limit(Function<String, Double> requestsPerSecond) {
        capacity = requestsPerSecond;
    }

    /** DNS says something else; clients believe the old answer until it is out of date. */
    void answered(List<List<DnsTarget>> tables, long ttlNanos) {
        settle();
        answers.add(new Answer(Tempo.current().nanoTime() + (answers.isEmpty() ? 0 : ttlNanos), tables));
    }

    void ask(String region, boolean leave) {
        settle();
        if (leave) {
            asked.add(region);
        } else {
            asked.remove(region);
        }
    }

    boolean isAsked(String region) {
        return asked.contains(region);
    }

    int sockets(String backend, String server) {
        return backend.equals("app_ws")
                ? sockets.values().stream()
                        .mapToInt(of -> of.getOrDefault(server, 0))
                        .sum()
                : 0;
    }

    void endSockets(String region, String server) {
        Optional.ofNullable(sockets.get(region)).ifPresent(of -> of.remove(server));
    }

    Counters counters(String region, String backend) {
        settle();
        return switch (backend) {
            case "app" -> new Counters(count(requests, region), count(failures, region), 0);
            case "app_ws" ->
                new Counters(
                        0,
                        0,
                        sockets.getOrDefault(region, Map.of()).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum());
            default -> new Counters(0, 0, 0);
        };
    }

    private static long count(Map<String, Double> totals, String region) {
        return Math.round(totals.getOrDefault(region, 0.0));
    }

    /** Requests a second that come in at a region. */
    double rate(String region) {
        settle();
        return rates(Tempo.current().nanoTime()).getOrDefault(region, 0.0);
    }

    private void settle() {
        long now = Tempo.current().nanoTime();
        List<Long> breaks = new ArrayList<>(answers.stream()
                .map(Answer::from)
                .filter(at -> at > settled && at < now)
                .toList());
        breaks.add(now);
        for (long until : breaks) {
            count(settled, until);
            settled = until;
        }
    }

    private void count(long from, long until) {
        double seconds = Math.max(0, until - from) / NANOS;
        rates(from).forEach((region, rate) -> {
            requests.merge(region, rate * seconds, Double::sum);
            failures.merge(region, Math.max(0, rate - capacity.apply(region)) * seconds, Double::sum);
        });
    }

    private Map<String, Double> rates(long at) {
        Map<String, Double> rates = new LinkedHashMap<>(stubborn);
        demand.forEach((home, rate) -> {
            Map<String, Double> led = led(home, at);
            led.forEach((region, share) -> rates.merge(region, rate * (1 - clinging) * share, Double::sum));
            stay(home, led).forEach((region, kept) -> rates.merge(region, kept, Double::sum));
        });
        dead.forEach(rates::remove);
        return rates;
    }

    /** Clients that keep connections go where they are led only when they are asked to leave, or cut off. */
    private Map<String, Double> stay(String home, Map<String, Double> led) {
        Map<String, Double> where = connected.computeIfAbsent(home, _ -> new HashMap<>());
        double leaving = 0;
        for (String region : List.copyOf(where.keySet())) {
            if (asked.contains(region) || dead.contains(region)) {
                leaving += Optional.ofNullable(where.remove(region)).orElse(0.0);
            }
        }
        double moving = leaving;
        led.forEach((region, share) -> where.merge(region, moving * share, Double::sum));
        return where;
    }

    private Map<String, Double> led(String home, long at) {
        List<Answer> valid =
                answers.stream().filter(answer -> answer.from() <= at).toList();
        if (valid.isEmpty() || valid.getLast().tables().isEmpty()) {
            return Map.of(home, 1.0);
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        List<List<DnsTarget>> tables = valid.getLast().tables();
        tables.forEach(table -> lead(home, table, 1.0 / tables.size(), shares));
        return shares;
    }

    private static void lead(String home, List<DnsTarget> table, double part, Map<String, Double> shares) {
        DnsTarget own = target(home, table).orElseThrow();
        double kept = Math.min(1, own.weight() / (double) DnsTarget.USUAL_WEIGHT);
        shares.merge(home, part * kept, Double::sum);
        Optional<DnsTarget> successor =
                own.successor().flatMap(name -> target(name, table)).filter(target -> target.weight() > 0);
        if (successor.isPresent()) {
            shares.merge(successor.get().region(), part * (1 - kept), Double::sum);
            return;
        }
        List<DnsTarget> others =
                table.stream().filter(target -> !target.region().equals(home)).toList();
        int all = others.stream().mapToInt(DnsTarget::weight).sum();
        others.forEach(other ->
                shares.merge(other.region(), part * (1 - kept) * other.weight() / Math.max(1, all), Double::sum));
    }

    private static Optional<DnsTarget> target(String region, List<DnsTarget> table) {
        return table.stream().filter(target -> target.region().equals(region)).findFirst();
    }
}
