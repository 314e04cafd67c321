package dev.holdfast.engine.testkit;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.time.Instant;
import java.util.List;

/** The journal as one life of the process sees it; that life ends at a chosen event. */
public final class DyingJournal implements Journal {
    private final Journal journal;
    private final Incarnation life;
    private final long cut;
    private final boolean afterwards;
    private long appended;

    private DyingJournal(Journal journal, Incarnation life, long cut, boolean afterwards) {
        this.journal = journal;
        this.life = life;
        this.cut = cut;
        this.afterwards = afterwards;
    }

    /** Dies as soon as the event with this number, counted over this life, is durable. */
    public static DyingJournal after(Journal journal, Incarnation life, long event) {
        return new DyingJournal(journal, life, event, true);
    }

    /** Dies when the event with this number, counted over this life, would be appended. */
    public static DyingJournal before(Journal journal, Incarnation life, long event) {
        return new DyingJournal(journal, life, event, false);
    }

    /** Does not die of itself. */
    public static DyingJournal never(Journal journal, Incarnation life) {
        return new DyingJournal(journal, life, Long.MAX_VALUE, true);
    }

    @Override
    public AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
        return life.act(() -> {
            boolean here = appended < cut && appended + events.size() >= cut;
            if (here && !afterwards) {
                throw life.die();
            }
            AppendResult result = journal.append(run, expectedVersion, at, events);
            appended += events.size();
            if (here) {
                throw life.die();
            }
            return result;
        });
    }

    @Override
    public List<Recorded> read(RunId run) {
        return life.act(() -> journal.read(run));
    }

    @Override
    public List<RunId> runs(int limit) {
        return life.act(() -> journal.runs(limit));
    }
}
