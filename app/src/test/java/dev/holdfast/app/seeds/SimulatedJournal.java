package dev.holdfast.app.seeds;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A journal in memory that outlives the simulated processes. To some appends something happens, and every event that it holds is
 * shown to whoever watches.
 */
final class SimulatedJournal implements Journal, Records, RestorePoints {
    private final Map<RunId, List<Recorded>> runs = new LinkedHashMap<>();
    private final Map<String, List<Kept>> streams = new HashMap<>();
    private final Map<Integer, Mishap> mishaps;
    private final Runnable death;
    private final Consumer<Recorded> watch;
    private final boolean forgetful;
    private int appends;

    /**
     * An empty journal.
     *
     * @param mishaps by the number of the append
     * @param death ends the process that appends, and so does not return
     * @param watch is shown each event once it is durable
     * @param forgetful whether what a dying process was told to be durable is gone, as a journal must never do
     */
    SimulatedJournal(Map<Integer, Mishap> mishaps, Runnable death, Consumer<Recorded> watch, boolean forgetful) {
        this.mishaps = Map.copyOf(mishaps);
        this.death = death;
        this.watch = watch;
        this.forgetful = forgetful;
    }

    @Override
    public AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
        List<Recorded> recorded = runs.getOrDefault(run, new ArrayList<>());
        if (recorded.size() != expectedVersion) {
            return new AppendResult.Conflict(recorded.size());
        }
        appends++;
        Optional<Mishap> mishap = Optional.ofNullable(mishaps.get(appends));
        if (mishap.isEmpty()) {
            return written(run, recorded, at, events);
        }
        return switch (mishap.get()) {
            case DIES_BEFORE_APPEND -> {
                if (forgetful) {
                    recorded.removeLast();
                }
                death.run();
                throw new IllegalStateException("a dead process goes on");
            }
            case DIES_AFTER_APPEND -> {
                written(run, recorded, at, events);
                death.run();
                throw new IllegalStateException("a dead process goes on");
            }
            case UNKNOWN_WRITTEN -> {
                written(run, recorded, at, events);
                yield new AppendResult.Unknown("the commit was not answered");
            }
            case UNKNOWN_LOST -> new AppendResult.Unknown("the commit was not answered");
            case DISK_FULL -> throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "appending to a full disk");
        };
    }

    private AppendResult written(RunId run, List<Recorded> recorded, Instant at, List<Event> events) {
        runs.put(run, recorded);
        for (Event event : events) {
            Recorded next = new Recorded(run, recorded.size() + 1L, at, event);
            recorded.add(next);
            watch.accept(next);
        }
        return new AppendResult.Appended(recorded.size());
    }

    @Override
    public List<Recorded> read(RunId run) {
        return List.copyOf(runs.getOrDefault(run, List.of()));
    }

    @Override
    public List<RunId> runs(int limit) {
        return List.copyOf(runs.keySet()).reversed().stream().limit(limit).toList();
    }

    @Override
    public List<RestorePoint> all(String database) {
        return runs.values().stream()
                .flatMap(List::stream)
                .flatMap(recorded -> recorded.event() instanceof Event.RestorePointRecorded kept
                        ? Stream.of(kept.point())
                        : Stream.empty())
                .filter(point -> point.database().equals(database))
                .toList()
                .reversed();
    }

    @Override
    public AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries) {
        List<Kept> kept = streams.computeIfAbsent(stream, _ -> new ArrayList<>());
        if (kept.size() != expectedVersion) {
            return new AppendResult.Conflict(kept.size());
        }
        entries.forEach(entry -> kept.add(new Kept(kept.size() + 1L, at, entry)));
        return new AppendResult.Appended(kept.size());
    }

    @Override
    public List<Kept> read(String stream, long after) {
        List<Kept> kept = streams.getOrDefault(stream, List.of());
        return after >= kept.size() ? List.of() : List.copyOf(kept.subList(Math.toIntExact(after), kept.size()));
    }
}
