package dev.holdfast.app.seeds;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each kind of thing happened. */
final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    void count(String kind) {
        add(kind, 1);
    }

    void add(String kind, long times) {
        counts.merge(kind, times, Long::sum);
    }

    void add(Tally other) {
        other.counts.forEach(this::add);
    }

    long of(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> "  %-45s %,12d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
