package dev.holdfast.engine.spi;

/** What became of an append to the journal. */
public sealed interface AppendResult {

    /** It is durable. */
    record Appended(long version) implements AppendResult {}

    /** The run has another version than expected; nothing was written. */
    record Conflict(long version) implements AppendResult {}

    /** It is not known whether it was written. */
    record Unknown(String reason) implements AppendResult {}
}
