package dev.holdfast.engine.spi;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import java.time.Instant;
import java.util.List;

/** The durable record of all runs. An event that was appended is never changed. */
public interface Journal {

    /**
     * Appends events to a run; when this returns {@code Appended}, they survive a crash.
     *
     * @param expectedVersion how many events the run has
     * @throws dev.holdfast.model.error.HoldfastException when nothing was written, as on a full disk
     */
    AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events);

    /** All events of a run, in order; empty when there is no such run. */
    List<Recorded> read(RunId run);

    /** All runs, newest first. */
    List<RunId> runs(int limit);
}
