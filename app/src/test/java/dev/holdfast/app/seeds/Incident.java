package dev.holdfast.app.seeds;

import java.time.Duration;

/**
 * Something that happens to the world of a simulation.
 *
 * @param after counted from the beginning
 * @param kind for the tally
 * @param text for people
 */
record Incident(Duration after, String kind, String text, Runnable action) {}
