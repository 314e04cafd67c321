package dev.holdfast.engine.run;

/** How far a step is. */
public enum StepStatus {
    /** Nothing is recorded of it. */
    PENDING,
    /** It was found that there is something to do. */
    PLANNED,
    /** It waits for people before it has its effect. */
    HELD,
    /** It is having its effect, or was when the process died. */
    STARTED,
    /** It did what it planned; that isn't proved. */
    PERFORMED,
    /** Its effect was observed. */
    PROVED,
    /** A person went on without it. */
    SKIPPED,
    /** A guard refused the last attempt. */
    REFUSED,
    /** The last attempt failed. */
    FAILED,
    /** It is being taken back. */
    UNDOING,
    /** It was taken back. */
    UNDONE,
    /** It could not be taken back. */
    UNDO_FAILED
}
