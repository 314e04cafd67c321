package dev.holdfast.model.event;

import java.time.Instant;

/**
 * An event as the journal holds it.
 *
 * @param run whose event
 * @param index 1 for the first event of the run, without gaps
 * @param at when it was recorded
 */
public record Recorded(RunId run, long index, Instant at, Event event) {}
