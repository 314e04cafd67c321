package dev.holdfast.engine.audit;

/**
 * A record of the audit trail: an event of a run, an order, a command, or whatever else the journal takes.
 *
 * @param seq its number among all records, 1 for the first one
 * @param stream the run, or the name of another stream, such as {@code orders:RUN}
 * @param index its number in the stream, 1 for the first one
 * @param at when it was recorded, as the journal holds it
 * @param type what the body is made of
 * @param body JSON, as the journal holds it
 */
public record AuditRecord(long seq, String stream, long index, String at, String type, String body) {}
