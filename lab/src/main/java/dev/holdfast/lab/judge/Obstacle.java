package dev.holdfast.lab.judge;

/**
 * Why the service can't be called recovered.
 *
 * @param region the region it is about; {@code all} when it is about no single one
 * @param detail the figures
 */
public record Obstacle(Kind kind, String region, String detail) {

    /** The reasons there are. */
    public enum Kind {
        /** No region was observed. */
        NO_EVIDENCE,
        /** The region's clients sent nothing, or their ledger is missing. */
        NO_TRAFFIC,
        /** No write was acknowledged before the fault: nothing shows that the fault took anything away. */
        NOT_SERVED_BEFORE,
        /** No write was acknowledged after the fault. */
        NOT_SERVED_AFTER,
        /** Writes were acknowledged after the fault, but none for a while before the end. */
        SILENT_AT_END,
        /** Writes are acknowledged at the end, but too many fail. */
        FAILING_AT_END,
        /** The observation ended so soon after the fault that an outage may not have shown yet. */
        WATCHED_TOO_SHORT,
        /** A client's WebSocket was lost, and not opened again. */
        SOCKET_NOT_BACK,
        /** Clients tried to hold WebSockets, and some never had one. */
        SOCKET_NEVER_OPENED,
        /** The rows could not be read from a primary: nobody knows what was lost. */
        ROWS_UNREADABLE
    }
}
