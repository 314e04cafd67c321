package dev.holdfast.model.event;

/** How a run ended. */
public enum RunOutcome {
    SUCCEEDED,
    FAILED,
    /** A guard refused before anything was changed. */
    REFUSED,
    /** A step failed, and what was done was taken back. */
    UNDONE,
    /** A person ended it; what was done stays. */
    ABORTED
}
