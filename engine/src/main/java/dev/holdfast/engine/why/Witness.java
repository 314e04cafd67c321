package dev.holdfast.engine.why;

import java.time.Instant;
import java.util.Optional;

/**
 * One source that a detector heard.
 *
 * @param kind of source, such as {@code probe}
 * @param name such as a region's
 * @param saw in a word, such as {@code alive}
 * @param since when that began, as far as it is a failure
 * @param detail in the words of the system
 */
public record Witness(String kind, String name, String saw, Optional<Instant> since, String detail) {}
