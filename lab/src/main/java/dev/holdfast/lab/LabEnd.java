package dev.holdfast.lab;

import java.time.Duration;

/**
 * What {@code down} found and left: no process and no port, or it would have thrown.
 *
 * @param processes how many were ended
 */
public record LabEnd(int processes, Duration took) {}
