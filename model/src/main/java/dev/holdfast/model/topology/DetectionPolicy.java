package dev.holdfast.model.topology;

import java.time.Duration;

/**
 * When a database primary counts as down, and when Holdfast acts on it again.
 *
 * @param interval between two looks of one probe
 * @param silence how long no independent path may have seen a sign of life
 * @param restartGrace how long a primary that was stopped in good order may take to come back
 * @param coolDown after an automatic run has ended, no other one of the same trigger is started for so long
 */
public record DetectionPolicy(Duration interval, Duration silence, Duration restartGrace, Duration coolDown) {
    /** Of a topology that says nothing: what failed again so soon was not cured, and a person should look. */
    public static final Duration USUAL_COOL_DOWN = Duration.ofMinutes(5);

    public DetectionPolicy(Duration interval, Duration silence, Duration restartGrace) {
        this(interval, silence, restartGrace, USUAL_COOL_DOWN);
    }
}
