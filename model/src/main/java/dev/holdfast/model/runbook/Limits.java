package dev.holdfast.model.runbook;

import java.time.Duration;

/**
 * How long and how often a step may try.
 *
 * @param timeout for one attempt
 * @param retries attempts after the first
 * @param retryDelay between two attempts
 */
public record Limits(Duration timeout, int retries, Duration retryDelay) {}
