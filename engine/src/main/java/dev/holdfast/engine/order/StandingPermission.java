package dev.holdfast.engine.order;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import java.util.Optional;

/** Knows the permissions that were given beforehand: standing orders, and break-glass. */
@FunctionalInterface
public interface StandingPermission {
    /** There is none. */
    StandingPermission NONE = (_, _, _) -> Optional.empty();

    /**
     * A permission.
     *
     * @param id its identity, such as {@code so-3}
     * @param detail whose it is, and which guards were found to hold
     */
    record Grant(String id, String detail) {}

    /** The permission that covers this plan at this moment, with all its guards. */
    Optional<Grant> covering(RunState run, Step step, Plan plan);
}
