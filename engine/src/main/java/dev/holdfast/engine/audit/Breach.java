package dev.holdfast.engine.audit;

/**
 * The first thing that is wrong with an audit trail.
 *
 * @param seq its number among all records; of a checkpoint, the record that it speaks of
 * @param stream the run or other stream of the record; {@code checkpoint} for a checkpoint; empty when nothing tells it any more
 * @param index its number in the stream; 0 when nothing tells it any more
 * @param at when it was recorded; empty when nothing tells it any more
 * @param detail what was found
 */
public record Breach(Kind kind, long seq, String stream, long index, String at, String detail) {
    static final String CHECKPOINT = "checkpoint";

    /** What somebody did. */
    public enum Kind {
        /** A record, or its entry in the chain, is not as it was. */
        CHANGED,
        /** A record is gone. */
        REMOVED,
        /** Another record is in its place. */
        REORDERED,
        /** A record was put in by something else than Holdfast. */
        INSERTED,
        /** The newest records are gone. */
        TRUNCATED,
        /** Records were changed, and the chain was computed anew. */
        REWRITTEN,
        /** A checkpoint was changed, removed, or signed with another key. */
        CHECKPOINT
    }

    static Breach of(Kind kind, AuditRecord record, String detail) {
        return new Breach(kind, record.seq(), record.stream(), record.index(), record.at(), detail);
    }

    static Breach of(Kind kind, long seq, AuditTrail.Entry entry, String detail) {
        return new Breach(kind, seq, entry.stream(), entry.index(), "", detail);
    }

    static Breach of(Checkpoint checkpoint, String detail) {
        return new Breach(
                Kind.CHECKPOINT,
                checkpoint.seq(),
                CHECKPOINT,
                checkpoint.number(),
                checkpoint.at().toString(),
                detail);
    }
}
