package dev.holdfast.model.topology;

import java.time.Duration;

/**
 * When a region counts as lost, and when Holdfast acts on one again.
 *
 * @param interval between two rounds of looks
 * @param silence how long every place must have agreed, in every round
 * @param coolDown after an automatic run about any region has ended, no other one is started for so long: the load that one
 *     region left behind must not take the next one away
 */
public record RegionDetection(Duration interval, Duration silence, Duration coolDown) {
    /** Of a topology that says nothing. */
    public static final RegionDetection USUAL =
            new RegionDetection(Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofMinutes(5));
}
