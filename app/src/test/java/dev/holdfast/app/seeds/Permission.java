package dev.holdfast.app.seeds;

import dev.holdfast.engine.order.StandingPermission;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * A standing permission for some steps, until it is revoked.
 *
 * @param percent about so many of a hundred steps are covered
 */
record Permission(Clock clock, int percent, Instant revoked) implements StandingPermission {

    boolean covers(String step, Instant at) {
        return Math.floorMod(step.hashCode() * 31, 100) < percent && at.isBefore(revoked);
    }

    @Override
    public Optional<Grant> covering(RunState run, Step step, Plan plan) {
        return covers(step.id(), clock.instant())
                ? Optional.of(new Grant("so-1", "until " + revoked))
                : Optional.empty();
    }
}
