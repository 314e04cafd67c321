package dev.holdfast.model.runbook;

import dev.holdfast.model.operator.Role;

/**
 * Who must permit a step before it has its effect; nobody counts who asked for the run.
 *
 * @param people how many different ones, 1 or more
 * @param role that each of them must have
 */
public record ApprovalRule(int people, Role role) {
    /** {@code requires_approval: true}. */
    public static final ApprovalRule ONE = new ApprovalRule(1, Role.APPROVER);

    public ApprovalRule {
        if (people < 1) {
            throw new IllegalArgumentException("an approval needs at least one person, not " + people);
        }
    }
}
