package dev.holdfast.app.simulation;

import dev.holdfast.drivers.twin.TwinCapacity;
import dev.holdfast.model.event.RunOutcome;
import java.time.Instant;
import java.util.List;

/**
 * What a runbook would do.
 *
 * @param at when the live site was looked at
 * @param disaster what was broken on the twin before, in a sentence
 */
public record SimulationReport(
        String runbook,
        Instant at,
        String disaster,
        List<SimulatedStep> steps,
        Ending ending,
        RecoveryTime time,
        RecoveryPoint point,
        Capacity capacity) {

    public SimulationReport {
        steps = List.copyOf(steps);
    }

    /** How the run on the twin ended. */
    public record Ending(RunOutcome outcome, String summary) {}

    /**
     * What the site can carry.
     *
     * @param before as it was seen
     * @param after when the run is over
     */
    public record Capacity(TwinCapacity before, TwinCapacity after) {}

    /** 0 when it would succeed within the objectives, 3 when something would be refused or is not available, else 1. */
    public int exitCode() {
        if (ending.outcome() == RunOutcome.REFUSED) {
            return 3;
        }
        return ending.outcome() == RunOutcome.SUCCEEDED && time.met() && point.met() ? 0 : 1;
    }
}
