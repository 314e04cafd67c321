package dev.holdfast.engine.detection;

import dev.holdfast.model.detection.Look;
import java.time.Instant;
import java.util.Optional;

/**
 * What one source says of a primary.
 *
 * @param look its newest one
 * @param failingSince when the present unbroken series of failures began; empty unless it fails
 */
public record Vote(Look look, Optional<Instant> failingSince) {}
