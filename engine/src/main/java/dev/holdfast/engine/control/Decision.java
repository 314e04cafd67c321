package dev.holdfast.engine.control;

import dev.holdfast.model.operator.Actor;
import java.time.Instant;

/**
 * Who decided, when, and why.
 *
 * @param reason empty when none was asked for
 */
public record Decision(Actor by, Instant at, String reason) {}
