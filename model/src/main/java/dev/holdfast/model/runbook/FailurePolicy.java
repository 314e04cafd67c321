package dev.holdfast.model.runbook;

/** What happens to a run when a step fails for good. */
public enum FailurePolicy {
    /** Nothing more is started; what was done stays. */
    STOP,
    /** The steps done so far are undone, newest first. */
    UNDO,
    /** The other steps go on; the run ends as failed. */
    CONTINUE
}
