package dev.holdfast.model.topology;

import java.time.Duration;

/**
 * When a database primary counts as down.
 *
 * @param interval between two looks of one probe
 * @param silence how long no independent path may have seen a sign of life
 * @param restartGrace how long a primary that was stopped in good order may take to come back
 */
public record DetectionPolicy(Duration interval, Duration silence, Duration restartGrace) {}
