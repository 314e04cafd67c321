package dev.holdfast.engine.control;

import dev.holdfast.model.operator.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * A control as it was recorded.
 *
 * @param number 1 for the first one, without gaps
 */
public record ControlEntry(long number, Instant at, Actor by, Control control, Optional<String> signature) {}
