package dev.holdfast.engine.testkit;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A journal that lives as long as the test. */
public final class MemoryJournal implements Journal, Records {
    private final Map<RunId, List<Recorded>> runs = new LinkedHashMap<>();
    private final Map<String, List<Kept>> streams = new LinkedHashMap<>();

    @Override
    public synchronized AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
        List<Recorded> recorded = runs.getOrDefault(run, List.of());
        if (recorded.size() != expectedVersion) {
            return new AppendResult.Conflict(recorded.size());
        }
        List<Recorded> longer = new ArrayList<>(recorded);
        events.forEach(event -> longer.add(new Recorded(run, longer.size() + 1L, at, event)));
        runs.put(run, longer);
        return new AppendResult.Appended(longer.size());
    }

    @Override
    public synchronized List<Recorded> read(RunId run) {
        return List.copyOf(runs.getOrDefault(run, List.of()));
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
    public synchronized List<RunId> runs(int limit) {
        return List.copyOf(runs.keySet()).reversed().stream().limit(limit).toList();
    }
}
