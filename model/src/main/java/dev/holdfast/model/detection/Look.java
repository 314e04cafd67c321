package dev.holdfast.model.detection;

import java.time.Instant;

/**
 * One look at a primary.
 *
 * @param began when it was started: a look tells nothing about the time before
 * @param ended when its result was known
 * @param detail what was seen, in the words of the system
 */
public record Look(Source source, Sign sign, Instant began, Instant ended, String detail) {}
