package dev.holdfast.engine.why;

/** What a detector says. */
public enum Judgement {
    /** All is well. */
    QUIET,
    /** Something is wrong, and it is not proven. */
    SUSPECT,
    /** The condition is there. */
    FIRES,
    /** It sees too little to say anything. */
    BLIND,
    /** Nothing here can detect this condition, such as the loss of a region that has no entrance. */
    NO_DETECTOR
}
