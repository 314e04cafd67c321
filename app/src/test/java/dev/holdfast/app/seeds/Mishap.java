package dev.holdfast.app.seeds;

/** What can happen to a process while it appends to the journal. */
enum Mishap {
    DIES_BEFORE_APPEND,
    DIES_AFTER_APPEND,
    /** It was written, and the journal can't say so. */
    UNKNOWN_WRITTEN,
    UNKNOWN_LOST,
    DISK_FULL
}
