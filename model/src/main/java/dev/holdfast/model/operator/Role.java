package dev.holdfast.model.operator;

/** What an operator may do. Each role may also do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Starts and steers runs. */
    OPERATOR,
    /** Approves what others asked for, gives standing orders together with another, and reviews the use of break-glass. */
    APPROVER,
    /** May approve the steps that ask for an admin. */
    ADMIN;

    /** Whether somebody with this role may do what {@code needed} may. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
