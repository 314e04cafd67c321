package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A journal that is kept nowhere: what happens on a twin leaves no trace. */
public final class MemoryJournal implements Journal, Records, RestorePoints {
    private final Map<RunId, List<Recorded>> runs = new LinkedHashMap<>();
    private final Map<String, List<Kept>> streams = new LinkedHashMap<>();

    @Override
    public synchronized AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
        List<Recorded> recorded = runs.computeIfAbsent(run, _ -> new ArrayList<>());
        if (recorded.size() != expectedVersion) {
            return new AppendResult.Conflict(recorded.size());
        }
        events.forEach(event -> recorded.add(new Recorded(run, recorded.size() + 1L, at, event)));
        return new AppendResult.Appended(recorded.size());
    }

    @Override
    public synchronized List<Recorded> read(RunId run) {
        return List.copyOf(runs.getOrDefault(run, List.of()));
    }

    @Override
    public synchronized List<RunId> runs(int limit) {
        return List.copyOf(runs.keySet()).reversed().stream().limit(limit).toList();
    }

    @Override
    public synchronized AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries) {
        List<Kept> kept = streams.computeIfAbsent(stream, _ -> new ArrayList<>());
        if (kept.size() != expectedVersion) {
            return new AppendResult.Conflict(kept.size());
        }
        entries.forEach(entry -> kept.add(new Kept(kept.size() + 1L, at, entry)));
        return new AppendResult.Appended(kept.size());
    }

    @Override
    public synchronized List<Kept> read(String stream, long after) {
        return streams.getOrDefault(stream, List.of()).stream()
                .filter(kept -> kept.index() > after)
                .toList();
    }

    @Override
    public synchronized List<RestorePoint> all(String database) {
        List<RestorePoint> points = new ArrayList<>();
        for (List<Recorded> events : runs.values()) {
            for (Recorded recorded : events) {
                if (recorded.event() instanceof Event.RestorePointRecorded found
                        && found.point().database().equals(database)) {
                    points.add(found.point());
                }
            }
        }
        return points.reversed();
    }
}
