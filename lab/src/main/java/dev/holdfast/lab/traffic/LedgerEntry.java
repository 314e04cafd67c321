package dev.holdfast.lab.traffic;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.UUID;

/** One line of a ledger: what one request came to, as its client saw it, by the client's clock. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LedgerEntry.Acknowledged.class, name = "acknowledged"),
    @JsonSubTypes.Type(value = LedgerEntry.Read.class, name = "read"),
    @JsonSubTypes.Type(value = LedgerEntry.Failed.class, name = "failed")
})
public sealed interface LedgerEntry {

    UUID id();

    /** The home region of the client. */
    String region();

    Route route();

    Instant sent();

    /** When the client knew what had become of it. */
    Instant ended();

    /**
     * A write that the service promised to keep.
     *
     * @param digest of the order as it was sent; see {@link OrderDigest}
     */
    record Acknowledged(UUID id, String region, Route route, Instant sent, Instant ended, String digest)
            implements LedgerEntry {}

    /** A read of an order whose acknowledgement had arrived before the read was sent. */
    record Read(UUID id, String region, Route route, Instant sent, Instant ended, ReadResult result, String detail)
            implements LedgerEntry {}

    /** A request without an answer that counts; a write among them may have been kept all the same. */
    record Failed(
            UUID id, String region, Route route, Instant sent, Instant ended, Kind kind, Failure failure, String detail)
            implements LedgerEntry {}

    /** What a read returned, compared with what was acknowledged. */
    enum ReadResult {
        MATCHED,
        MISSING,
        DIFFERENT
    }

    /** What the client had asked for. */
    enum Kind {
        WRITE,
        READ
    }

    /** Why a request failed. */
    enum Failure {
        /** The client found no address for the service. */
        UNRESOLVED,
        /** No connection: the service never saw it. */
        REFUSED,
        /** The connection broke. */
        BROKEN,
        TIMED_OUT,
        /** The service answered that it can't. */
        REJECTED,
        /** Too many requests were waiting for their answers already. */
        NOT_SENT
    }
}
