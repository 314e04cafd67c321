package dev.holdfast.lab.fault;

import java.time.Instant;

/**
 * A fault that has begun.
 *
 * @param sentence with the name of the server that suffers
 * @param at right before the first effect
 */
public record Begun(String sentence, String node, Instant at) {}
