package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.database.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The timelines that led to one server's state.
 *
 * @param timeline the newest
 * @param past the timelines before, oldest first
 */
record TimelineHistory(int timeline, List<Switch> past) {

    TimelineHistory {
        past = List.copyOf(past);
    }

    /** A timeline, and the position at which the history left it. */
    record Switch(int timeline, Lsn end) {}

    /** The last timeline that two histories share, and where they part; no position when they are the same. */
    record Fork(int timeline, Optional<Lsn> at) {}

    /** Reads a history file; that of timeline 1 does not exist, and is the empty text. */
    static TimelineHistory parse(int timeline, String file) {
        List<Switch> past = file.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .map(words -> new Switch(Integer.parseInt(words[0]), Lsn.parse(words[1])))
                .toList();
        return new TimelineHistory(timeline, past);
    }

    /** The name of the file in {@code pg_wal} that holds the history of a timeline. */
    static String fileName(int timeline) {
        return "%08X.history".formatted(timeline);
    }

    /** Where this history and another part; empty when they share nothing. */
    Optional<Fork> forkFrom(TimelineHistory other) {
        List<Stretch> ours = stretches();
        List<Stretch> theirs = other.stretches();
        Optional<Fork> last = Optional.empty();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            Stretch our = ours.get(i);
            Stretch their = theirs.get(i);
            if (our.timeline() != their.timeline() || !our.begin().equals(their.begin())) {
                break;
            }
            last = Optional.of(new Fork(our.timeline(), earlier(our.end(), their.end())));
        }
        return last;
    }

    private List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        Lsn begin = Lsn.ZERO;
        for (Switch left : past) {
            stretches.add(new Stretch(left.timeline(), begin, Optional.of(left.end())));
            begin = left.end();
        }
        stretches.add(new Stretch(timeline, begin, Optional.empty()));
        return stretches;
    }

    private static Optional<Lsn> earlier(Optional<Lsn> one, Optional<Lsn> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().compareTo(other.get()) <= 0 ? one : other;
    }

    /** A timeline from where the history came to it, to where the history left it. */
    private record Stretch(int timeline, Lsn begin, Optional<Lsn> end) {}
}
