package dev.holdfast.model.detection;

import java.time.Instant;

/**
 * One look at a primary.
 *
 * @param began the time that it tells about: when it was started, or when that which it saw had happened
 * @param ended when its result was known
 * @param detail what was seen, in the words of the system
 */
public record Look(Source source, Sign sign, Instant began, Instant ended, String detail) {}
