package dev.holdfast.engine.spi;

import java.time.Instant;
import java.util.List;

/**
 * Durable records beside the runs, in streams that are only appended to: orders, permissions, messages, commands. Like the events
 * of runs they are part of the audit trail.
 */
public interface Records {

    /** What is recorded: the type says what the JSON text of the body is made of. */
    record Entry(String type, String body) {}

    /**
     * A record.
     *
     * @param index 1 for the first one of its stream, without gaps
     */
    record Kept(long index, Instant at, Entry entry) {}

    /**
     * Appends to a stream; when this returns {@code Appended}, the entries survive a crash.
     *
     * @param expectedVersion how many entries the stream has
     */
    AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries);

    /** The entries of a stream whose index is greater than {@code after}, in order. */
    List<Kept> read(String stream, long after);
}
