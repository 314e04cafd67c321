package dev.holdfast.model.topology;

import java.time.Duration;

/**
 * What is promised for a component.
 *
 * @param rto recovery time objective: longest time without service
 * @param rpo recovery point objective: longest stretch of acknowledged writes that may be lost
 */
public record Objective(Duration rto, Duration rpo) {}
