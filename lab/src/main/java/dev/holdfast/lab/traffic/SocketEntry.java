package dev.holdfast.lab.traffic;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;

/**
 * One line of a ledger of WebSockets. A client holds one for as long as it runs, and opens it anew whenever it is lost; the id stays
 * the same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SocketEntry.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = SocketEntry.Missed.class, name = "missed"),
    @JsonSubTypes.Type(value = SocketEntry.Lost.class, name = "lost"),
    @JsonSubTypes.Type(value = SocketEntry.Ended.class, name = "ended")
})
public sealed interface SocketEntry {

    UUID id();

    /** The home region of the client. */
    String region();

    Route route();

    Instant at();

    /**
     * The WebSocket is open: for the first time, or again.
     *
     * @param at when the server's first heartbeat arrived
     * @param asked when the client began to connect
     * @param instance the server, as it names itself
     * @param instanceRegion where that server is, by its own word
     */
    record Opened(
            UUID id, String region, Route route, Instant at, Instant asked, String instance, String instanceRegion)
            implements SocketEntry {}

    /** An attempt to open it that failed; the client goes on trying. */
    record Missed(UUID id, String region, Route route, Instant at, Instant asked, String detail)
            implements SocketEntry {}

    /**
     * The client did not want it to end.
     *
     * @param lastHeard when the last heartbeat arrived
     */
    record Lost(UUID id, String region, Route route, Instant at, Instant lastHeard, Reason reason, String detail)
            implements SocketEntry {}

    /** The client closed it, because it stops. */
    record Ended(UUID id, String region, Route route, Instant at, Instant lastHeard) implements SocketEntry {}

    /** Why a WebSocket was lost. */
    enum Reason {
        /** The server asked the client to connect anew: it goes away (1001), or starts again (1012). */
        ASKED_TO_LEAVE,
        /** The server closed it for another reason. */
        CLOSED,
        /** The connection broke. */
        BROKEN,
        /** Heartbeats were not answered any more. */
        SILENT
    }
}
