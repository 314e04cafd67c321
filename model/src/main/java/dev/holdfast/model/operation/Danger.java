package dev.holdfast.model.operation;

/** What an operation can do to the system. */
public enum Danger {
    /** It only looks. */
    READS,
    /** It changes something that the same operation can change back. */
    REVERSIBLE,
    /** It can take something from service or destroy data. A restore point is recorded first. */
    DESTRUCTIVE
}
