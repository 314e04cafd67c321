package dev.holdfast.model.database;

import java.time.Instant;

/**
 * The last time a primary was seen alive. It is kept, because after a failure nobody can ask any more.
 *
 * @param database name of the cluster
 * @param state what the primary said
 * @param at when
 * @param commitsPerSecond rate over the sightings before
 */
public record PrimarySighting(String database, NodeState.Primary state, Instant at, double commitsPerSecond) {}
