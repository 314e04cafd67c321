package dev.holdfast.app.simulation;

import java.time.Duration;

/**
 * How long something is going to take.
 *
 * @param p50 usually
 * @param p95 at most, 19 times out of 20
 * @param source where the figures come from, such as {@code history of 14} or {@code default}
 */
public record Prediction(Duration p50, Duration p95, String source) {}
