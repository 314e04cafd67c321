package dev.holdfast.drivers.twin;

/** Whether something on the twin can be reached. */
enum Reach {
    ANSWERS,
    /** It says at once that nobody listens. */
    REFUSES,
    /** Nothing comes back, so whoever asks waits until their limit is over. */
    SILENT
}
