package dev.holdfast.lab.traffic;

import dev.holdfast.lab.traffic.TrafficSnapshot.EntranceSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts where clients of all regions go. Counting is for any thread, {@link #roll} for one. */
final class EntranceStatistics {
    private final Map<String, Counts> entrances = new TreeMap<>();
    private final Deque<Map<String, Long>> lastSecond = new ArrayDeque<>();

    private record Counts(long requests, long sockets) {}

    void requested(String entrance) {
        if (!entrance.equals(Route.NOWHERE)) {
            count(entrance, 1, 0);
        }
    }

    void opened(String entrance) {
        count(entrance, 0, 1);
    }

    void closed(String entrance) {
        count(entrance, 0, -1);
    }

    private synchronized void count(String entrance, long requests, long sockets) {
        entrances.merge(
                entrance,
                new Counts(requests, sockets),
                (old, more) -> new Counts(old.requests() + more.requests(), old.sockets() + more.sockets()));
    }

    /** Ends an interval, and says what the last second was like. */
    synchronized List<EntranceSnapshot> roll() {
        Map<String, Long> requests = new TreeMap<>();
        entrances.forEach((entrance, counts) -> requests.put(entrance, counts.requests()));
        lastSecond.addLast(requests);
        while (lastSecond.size() > RegionStatistics.ROLLS_PER_SECOND + 1) {
            lastSecond.removeFirst();
        }
        Map<String, Long> before = lastSecond.getFirst();
        return entrances.entrySet().stream()
                .map(entrance -> snapshot(
                        entrance.getKey(),
                        entrance.getValue(),
                        Optional.ofNullable(before.get(entrance.getKey())).orElse(0L)))
                .toList();
    }

    private static EntranceSnapshot snapshot(String entrance, Counts counts, long before) {
        return new EntranceSnapshot(entrance, counts.requests() - before, counts.requests(), counts.sockets());
    }
}
