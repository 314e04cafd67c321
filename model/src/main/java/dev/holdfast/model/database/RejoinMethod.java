package dev.holdfast.model.database;

/** How a server was brought back as a standby. */
public enum RejoinMethod {
    /** It was already a standby of the right server. */
    NOTHING,
    /** Its history is part of the new primary's; it only had to follow. */
    FOLLOW,
    /** Its diverging pages were replaced. */
    REWIND,
    /** It was copied anew. */
    BASE_BACKUP
}
