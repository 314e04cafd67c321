package dev.holdfast.app.seeds;

/** What is broken on purpose, so that the rules are seen to find it. */
enum Sabotage {
    NONE,
    /** The engine is handed a runbook whose steps nobody need approve. */
    APPROVALS_IGNORED,
    /** Nobody asks whether a person may give an order. */
    EVERYBODY_MAY,
    /** What a process was told to be durable is gone when it dies. */
    JOURNAL_FORGETS,
    /** A primary is promoted without making sure of the old one. */
    NO_FENCE
}
